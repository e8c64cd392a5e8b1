// Writes sbom.cdx.json, the bill of materials of what is delivered (CycloneDX 1.5), from the lock file alone: no clock and no
// chance, so that the same lock file gives the same bytes. With --check it fails when the file is not what it should be.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { delivered, product, ROOT, targetOf } from './lock-file.mjs';

const purl = (name, version) => `pkg:npm/${name.replace('@', '%40')}@${version}`;
const licences = (license) =>
  / (OR|AND) /.test(license) ? [{ expression: license }] : [{ license: spdx(license) }];

/** One package misspells its licence; what is no SPDX name is given as the package has it. */
const spdx = (license) => (license === 'BDS-3-Clause' ? { name: license } : { id: license });

/** `sha512-…` of the lock file in base64 → the form of CycloneDX. */
const hashes = (integrity) =>
  integrity
    .split(' ')
    .filter((each) => each.startsWith('sha512-'))
    .map((each) => ({ alg: 'SHA-512', content: Buffer.from(each.slice(7), 'base64').toString('hex') }));

const parts = delivered();
const referenceOf = new Map(parts.map(({ path, name, version }) => [path, purl(name, version)]));

/** One package may be installed at several places: it is one component that needs what any of them does. */
function components() {
  const unique = new Map();
  for (const { name, version, license, integrity, optional } of parts) {
    const ref = purl(name, version);
    const known = unique.get(ref);
    if (known && (known.scope === 'required' || optional)) continue;
    unique.set(ref, {
      type: 'library',
      'bom-ref': ref,
      name,
      version,
      scope: optional ? 'optional' : 'required',
      purl: ref,
      licenses: licences(license),
      ...(integrity ? { hashes: hashes(integrity) } : {}),
    });
  }
  return [...unique.values()];
}

function dependencies(root) {
  const needs = new Map();
  for (const { path, needs: places } of parts) {
    const own = needs.get(referenceOf.get(path)) ?? new Set();
    for (const at of places) own.add(referenceOf.get(targetOf(at)));
    needs.set(referenceOf.get(path), own);
  }
  const ours = parts.filter(({ own }) => own).map(({ path }) => referenceOf.get(path));
  const rows = [...needs].map(([ref, own]) => ({ ref, dependsOn: [...own].sort() }));
  return [{ ref: root, dependsOn: ours }, ...rows];
}

const lock = createHash('sha256')
  .update(readFileSync(join(ROOT, 'package-lock.json')))
  .digest('hex');
/** A serial number is a UUID; this one is made of the lock file (version 8: by a rule of one's own). */
const serial = lock.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-8$3-a$4-$5');
const root = purl(product.name, product.version);
const bom = {
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  serialNumber: `urn:uuid:${serial}`,
  version: 1,
  metadata: {
    component: {
      type: 'application',
      'bom-ref': root,
      name: product.name,
      version: product.version,
      licenses: licences(product.license),
      purl: root,
    },
  },
  components: components(),
  dependencies: dependencies(root),
};
const text = `${JSON.stringify(bom, null, 2)}\n`;
const path = join(ROOT, 'sbom.cdx.json');
if (!process.argv.includes('--check')) writeFileSync(path, text);
else if (readFileSync(path, 'utf8') !== text) {
  process.stderr.write('sbom.cdx.json is not what package-lock.json says. Run "node scripts/sbom.mjs".\n');
  process.exitCode = 1;
}
