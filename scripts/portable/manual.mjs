// The manual as pages for a browser: those Markdown files that a user reads, with their pictures.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, posix } from 'node:path';
import { Marked } from 'marked';
import { ROOT } from '../lock-file.mjs';

/** The file in the repository → the page in the manual. Links between them stay links, others become text. */
const PAGES = {
  'docs/huong-dan.md': 'huong-dan.html',
  'README.vi.md': 'gioi-thieu.html',
  'docs/configuration.md': 'configuration.html',
  'docs/command-line.md': 'command-line.html',
};

const STYLE = `
body { max-width: 50rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.6 system-ui, "Segoe UI", sans-serif; color: #1f2933; }
pre { padding: .8rem; overflow-x: auto; background: #f3f5f7; }
code { font-family: Consolas, "DejaVu Sans Mono", monospace; font-size: .92em; }
table { border-collapse: collapse; } th, td { padding: .3rem .6rem; border: 1px solid #cbd2d9; text-align: left; vertical-align: top; }
img { max-width: 100%; }
`;

const anchor = (text) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replace(/\s+/g, '-');

const escaped = (text) => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');

/** Renders one file; `pictures` gathers what it shows, by path in the repository. */
function render(path, pictures) {
  const inRepository = (href) => posix.join(posix.dirname(path), href);
  const renderer = {
    heading({ tokens, depth, text }) {
      return `<h${depth} id="${anchor(text)}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
    },
    link({ href, tokens }) {
      const text = this.parser.parseInline(tokens);
      if (/^([a-z]+:|#)/.test(href)) return `<a href="${escaped(href)}">${text}</a>`;
      const [file, part] = href.split('#');
      const page = PAGES[inRepository(file)];
      return page ? `<a href="${page}${part ? `#${part}` : ''}">${text}</a>` : text;
    },
    image({ href, text }) {
      const picture = inRepository(href);
      pictures.add(picture);
      return `<img src="${escaped(basename(picture))}" alt="${escaped(text)}">`;
    },
  };
  // In the folder the program is called by its name; npx would ask the network.
  const source = readFileSync(join(ROOT, path), 'utf8').replaceAll('npx thuadat', 'thuadat');
  const body = new Marked({ renderer }).parse(source);
  const title = /^# (.+)$/m.exec(source)?.[1] ?? basename(path);
  const language = /\.vi\.md$|huong-dan/.test(path) ? 'vi' : 'en';
  return `<!doctype html>\n<html lang="${language}"><head><meta charset="utf-8"><title>${escaped(title)}</title><style>${STYLE}</style></head>\n<body>\n${body}</body></html>\n`;
}

/** Writes the pages and pictures into `folder`. */
export function writeManual(folder) {
  mkdirSync(folder, { recursive: true });
  const pictures = new Set();
  for (const [path, page] of Object.entries(PAGES)) writeFileSync(join(folder, page), render(path, pictures));
  for (const picture of pictures) copyFileSync(join(ROOT, picture), join(folder, basename(picture)));
}
