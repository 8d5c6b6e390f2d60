// What is pasted from a word processor keeps its lists, headings, emphasis and links, as Markdown.
(() => {
  const BLOCKS = new Set(["P", "DIV", "LI", "H1", "H2", "H3", "H4", "H5", "H6", "UL", "OL", "TABLE", "THEAD", "TBODY", "TFOOT", "TR", "BLOCKQUOTE", "SECTION", "ARTICLE"]);
  const SHAPES = "ul, ol, li, h1, h2, h3, h4, h5, h6, table, b, strong, i, em, a[href], [class*='MsoList']";

  const clean = (text) => text.replace(/[\s\u00a0]+/g, " ");
  const safe = (text) => text.replace(/([\\`*_[\]<>])/g, "\\$1");

  const marked = (text, mark) => {
    const bare = text.trim();
    return bare ? text.replace(bare, () => mark + bare + mark) : text;
  };

  function inline(node) {
    if (node.nodeType === Node.TEXT_NODE) return safe(clean(node.data));
    if (node.nodeType !== Node.ELEMENT_NODE || ["STYLE", "SCRIPT"].includes(node.tagName)) return "";
    if (node.style?.cssText.includes("mso-list") || /mso-list:\s*Ignore/i.test(node.getAttribute("style") ?? "")) return "";
    const text = [...node.childNodes].map(inline).join("");
    const weight = node.style?.fontWeight ?? "";
    if (node.tagName === "BR") return "\n";
    if (node.tagName === "A" && /^https?:/.test(node.getAttribute("href") ?? "")) return `[${text.trim()}](${node.href})`;
    if (["B", "STRONG"].includes(node.tagName) && weight !== "normal" || ["bold", "700"].includes(weight)) return marked(text, "**");
    if (["I", "EM"].includes(node.tagName) || node.style?.fontStyle === "italic") return marked(text, "*");
    return text;
  }

  // Word writes list items as paragraphs, the bullet or number a part of the text.
  function wordItem(node) {
    if (!/MsoList/.test(node.className ?? "")) return null;
    const marker = node.querySelector("[style*='mso-list']")?.textContent ?? "";
    const level = Number(/level(\d)/.exec(node.getAttribute("style") ?? "")?.[1] ?? 1) - 1;
    const number = /^\s*(\d+)[.)]/.exec(marker)?.[1];
    const text = inline(node).trim().replace(/^(?:[·•▪o§\u00a7\uf0b7-]|\d+[.)])\s+/, "");
    return `${"   ".repeat(level)}${number ? `${number}.` : "-"} ${text}`;
  }

  function blocks(node, depth = 0) {
    const found = [];
    let line = "";
    const flush = () => {
      if (line.trim()) found.push(line.trim());
      line = "";
    };
    for (const child of node.childNodes) {
      if (child.nodeType !== Node.ELEMENT_NODE || !BLOCKS.has(child.tagName)) {
        if (child.querySelector?.("p, ul, ol, li, div, table, h1, h2, h3")) {
          flush();
          found.push(...blocks(child, depth));
        } else line += inline(child);
        continue;
      }
      flush();
      const item = wordItem(child);
      if (item) found.push(item);
      else if (["UL", "OL"].includes(child.tagName)) found.push(...list(child, depth));
      else if (/^H\d$/.test(child.tagName)) found.push(`### ${inline(child).replaceAll("*", "").trim()}`);
      else if (child.tagName === "TR") found.push([...child.children].map((cell) => blocks(cell).join(" ")).join(" · "));
      else found.push(...blocks(child, depth));
    }
    flush();
    return found;
  }

  function list(node, depth) {
    let number = Number(node.getAttribute("start") ?? 1);
    return [...node.children].flatMap((item) => {
      if (["UL", "OL"].includes(item.tagName)) return list(item, depth + 1);
      const [first = "", ...rest] = blocks(item, depth + 1);
      const mark = node.tagName === "OL" ? `${number++}.` : "-";
      return [`${"   ".repeat(depth)}${mark} ${first}`, ...rest];
    });
  }

  const isItem = (line) => /^\s*(?:-|\d+\.) /.test(line);

  function markdown(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    if (!page.body.querySelector(SHAPES)) return "";
    const lines = blocks(page.body);
    return lines.reduce((text, line, place) => {
      if (!place) return line;
      return text + (isItem(line) && isItem(lines[place - 1]) ? "\n" : "\n\n") + line;
    }, "");
  }

  addEventListener("paste", (event) => {
    const area = event.target.closest?.("textarea[data-writing]");
    const html = area && event.clipboardData?.getData("text/html");
    const text = html && markdown(html);
    if (!text) return;
    event.preventDefault();
    if (!document.execCommand("insertText", false, text)) {
      area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
})();
