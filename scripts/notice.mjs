// Writes NOTICE: the licences of what the page bundles, taken from the installed packages. With --check it fails when the file
// is not what it should be. MapLibre comes bundled with what it needs, so all that the page's packages need is listed.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { closure, ROOT } from './lock-file.mjs';

const HEAD = `ThửaĐất
Licensed under the Apache License, Version 2.0 (LICENSE).

The map page (web/dist) bundles the packages below. Packages that are installed beside the programs and not bundled carry their
licences themselves; sbom.cdx.json lists them all. Written by scripts/notice.mjs from the installed packages.
`;

function licenceOf({ path, license }) {
  const folder = join(ROOT, path);
  const names = readdirSync(folder)
    .filter((name) => /^(licen[cs]e|copying)/i.test(name))
    .sort();
  const texts = names.map((name) => readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim());
  if (texts.length > 0) return texts.join('\n\n');
  const { author, contributors = [] } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const people = [author, ...contributors].map((each) => each?.name ?? each).filter(Boolean);
  return `The package has no licence file; it declares ${license}${people.length > 0 ? `, by ${people.join(', ')}` : ''}.`;
}

/** Types are for the compiler and do not reach the page. */
const bundled = closure('node_modules/@thuadat/web')
  .find(({ name }) => name === '@thuadat/web')
  .needs.filter((at) => !at.includes('@thuadat'))
  .flatMap((at) => closure(at))
  .filter(({ name }) => !name.startsWith('@types/'));
const unique = [...new Map(bundled.map((each) => [each.path, each])).values()].sort((a, b) =>
  a.name < b.name ? -1 : 1,
);

const rule = '-'.repeat(80);
// The packages of one house have one text: it stands once.
const byText = new Map();
for (const each of unique) {
  const licence = licenceOf(each);
  byText.set(licence, [...(byText.get(licence) ?? []), `${each.name} ${each.version} (${each.license})`]);
}
const entries = [...byText].map(([licence, names]) => `${rule}\n${names.join('\n')}\n\n${licence}\n`);
const text = [HEAD, ...entries].join('\n');
const path = join(ROOT, 'NOTICE');
if (!process.argv.includes('--check')) writeFileSync(path, text);
else if (readFileSync(path, 'utf8') !== text) {
  process.stderr.write('NOTICE is not what the installed packages say. Run "node scripts/notice.mjs".\n');
  process.exitCode = 1;
}
