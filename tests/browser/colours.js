// The colour and the ground of every piece of text that is drawn.
(() => {
  const found = {};
  const ground = (element) => {
    for (let behind = element; behind; behind = behind.parentElement) {
      const color = getComputedStyle(behind).backgroundColor;
      if (!/, 0\)$|transparent/.test(color)) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const element = walk.currentNode.parentElement;
    if (!walk.currentNode.textContent.trim() || !element.checkVisibility()) continue;
    if (["script", "title", "desc"].includes(element.tagName.toLowerCase())) continue;
    const own = getComputedStyle(element);
    found[`${element instanceof SVGElement ? own.fill : own.color} on ${ground(element)}`] = element.tagName;
  }
  return found;
})();
