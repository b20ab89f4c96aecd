// What overlaps what inside each picture: letters with letters, letters with bars, and what sticks out of it.
[...document.querySelectorAll("figure svg[role=img]")].flatMap((svg) => {
  const frame = svg.getBoundingClientRect();
  const box = (element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    return { name: element.textContent || element.tagName, left: left + 1, right: right - 1, top: top + 3, bottom: bottom - 3 };
  };
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const texts = [...svg.querySelectorAll("text")].map(box);
  const bars = [...svg.querySelectorAll("rect")].map(box).filter((bar) => bar.right > bar.left);
  const outside = texts.filter((text) => text.left < frame.left - 2 || text.right > frame.right + 2);
  const clashes = texts.flatMap((text, place) => [...texts.slice(place + 1), ...bars].filter((other) => meet(text, other)).map((other) => `${text.name} / ${other.name}`));
  return [...outside.map(({ name }) => `outside: ${name}`), ...clashes];
});
