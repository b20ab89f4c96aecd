(() => {
  "use strict";
  const STEP = 300; // rows drawn at a time: a browser takes seconds to lay out thousands; laporan.css knows it too
  const byId = (id) => document.getElementById(id);
  const table = byId("data");
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const number = new Intl.NumberFormat("id");
  const collator = new Intl.Collator("id", { numeric: true });
  const plain = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  const comparers = { angka: (a, b) => a - b, nip: plain, teks: collator.compare };
  let rows = body.rows[0].className === "kosong" ? [] : [...body.rows];
  let texts = null;
  let most = STEP;
  let waiting = 0;

  // Draw the first rows that fit; the others keep their place, so that paper shows all that fit. Until something was
  // asked for, a rule of laporan.css has folded them: touching each takes longer than reading the page.
  function draw() {
    let fitting = 0;
    table.classList.add("siap");
    rows.forEach((row) => {
      const folded = !row.hidden && fitting >= most;
      fitting += !row.hidden;
      if (row.classList.contains("lipat") !== folded) {
        row.classList.toggle("lipat", folded);
      }
    });
    tell(fitting);
  }

  function tell(fitting) {
    const all = number.format(rows.length);
    byId("jumlah").textContent = fitting === rows.length ? `${all} baris` : `${number.format(fitting)} dari ${all} baris`;
    byId("lagi").hidden = fitting <= most;
    byId("sisa").textContent = `${number.format(Math.min(most, fitting))} baris pertama dari ${number.format(fitting)} ditampilkan.`;
    byId("tambah").textContent = `Tampilkan ${number.format(Math.min(STEP, fitting - most))} lagi`;
  }

  function show(rowsAtMost) {
    most = rowsAtMost;
    draw();
  }

  // An empty cell has no key: it comes last whichever way the rest goes.
  function keyOf(head) {
    if (head.dataset.skala) {
      const scale = JSON.parse(head.dataset.skala);
      return (text) => (text === "" ? null : scale.indexOf(text));
    }
    return head.dataset.jenis === "angka" ? (text) => (text === "" ? null : Number(text)) : (text) => text || null;
  }

  function sort(head) {
    const place = heads.indexOf(head);
    const down = head.getAttribute("aria-sort") === "ascending";
    const key = keyOf(head);
    const compare = head.dataset.skala ? comparers.angka : comparers[head.dataset.jenis];
    const way = down ? -1 : 1;
    const keyed = rows.map((row) => ({ row, key: key(row.cells[place].textContent.trim()) }));
    keyed.sort((a, b) => {
      if (a.key === null || b.key === null) {
        return (a.key === null) - (b.key === null);
      }
      return way * compare(a.key, b.key);
    });
    heads.forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    rows = keyed.map(({ row }) => row);
    draw();
    const sorted = document.createDocumentFragment();
    rows.forEach((row) => sorted.append(row));
    body.append(sorted);
  }

  function search() {
    texts = texts || new Map(rows.map((row) => [row, [...row.cells].map((cell) => cell.textContent.trim()).join("\n").toLocaleLowerCase("id")]));
    const words = byId("kata").value.toLocaleLowerCase("id").split(/\s+/).filter(Boolean);
    rows.forEach((row) => {
      const fits = words.every((word) => texts.get(row).includes(word));
      if (row.hidden === fits) {
        row.hidden = !fits;
      }
    });
    show(STEP);
  }

  heads.forEach((head) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(head));
    head.append(button);
  });
  if (rows.length > 0) {
    byId("cari").hidden = false;
    byId("cari").addEventListener("submit", (event) => event.preventDefault());
    byId("kata").addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(search, 120);
    });
    byId("tambah").addEventListener("click", () => show(most + STEP));
    byId("semua").addEventListener("click", () => show(rows.length));
    tell(rows.length);
  }
})();
