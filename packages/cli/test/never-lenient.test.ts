/**
 * Law: never more lenient later. Each warning that `inspect` can give of a source as a whole is provoked here, and `plan` of the same
 * source either says it too, as a notice of the run, or refuses the source with that very sentence.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SourceInspection } from '@thuadat/core/inspect/index';
import { ISSUES, type IssueCode } from '@thuadat/core/issue/index';
import { READ_ISSUES } from '@thuadat/core/issue/read';
import type { RunManifest } from '@thuadat/core/run';
import { buildProgram, thuadat } from '@thuadat/testing/program';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const base = mkdtempSync(join(tmpdir(), 'thuadat-lenient-'));
beforeAll(buildProgram);
afterAll(() => rmSync(base, { recursive: true, force: true }));

type Place = readonly [x: number, y: number];
/** In EPSG:9208, old commune 02635 of Lào Cai. */
const HERE: Place = [415000, 2437700];
const wkt = ([x, y]: Place, w = 20): string =>
  `"POLYGON ((${x} ${y}, ${x + w} ${y}, ${x + w} ${y + w}, ${x} ${y + w}, ${x} ${y}))"`;
const KEYS = ['MA_XA', 'SO_TO', 'SO_THUA'];
const PARCELS = 12;

/** A table of twelve parcels; `cells` gives the further columns of each. */
function table(
  columns: readonly string[],
  cells: (i: number) => readonly string[],
  place = placeBy(HERE),
): string {
  const lines = Array.from({ length: PARCELS }, (_, i) =>
    ['02635', '1', String(i + 1), ...cells(i), place(i)].join(','),
  );
  return `${[...KEYS, ...columns, 'WKT'].join(',')}\n${lines.join('\n')}\n`;
}
const placeBy =
  ([x, y]: Place) =>
  (i: number) =>
    wkt([x + 20 * i, y]);
const plain = (place: (i: number) => string): string => table([], () => [], place);

function geojson(epsg: number, [x, y]: Place): string {
  const features = Array.from({ length: PARCELS }, (_, i) => ({
    type: 'Feature',
    properties: { maXa: '02635', soHieuToBanDo: '1', soThuTuThua: String(i + 1) },
    geometry: {
      type: 'Polygon',
      coordinates: [
        [0, 1, 2, 3, 0].map((k) => [x + 20 * i + (k === 1 || k === 2 ? 20 : 0), y + (k > 1 ? 20 : 0)]),
      ],
    },
  }));
  const crs = { type: 'name', properties: { name: `urn:ogc:def:crs:EPSG::${epsg}` } };
  return JSON.stringify({ type: 'FeatureCollection', crs, features });
}

type Provoked = {
  readonly file: string;
  readonly content: string;
  /** Entry of the config for the file. */
  readonly config?: Readonly<Record<string, unknown>>;
};
const csv = (content: string, config?: Provoked['config']): Provoked => ({
  file: 'thua.csv',
  content,
  ...(config ? { config } : {}),
});
const ZONE = { crs: 9208 };
/** Names in TCVN3 and in VNI, as a program that knows neither has written them down. */
const IN_TWO = [
  ...['NguyÔn V¨n H¶i', 'TrÇn ThÞ Thñy', 'Lª Hoµng Phóc', 'Ph¹m §øc Kiªn'],
  ...['Nguyeãn Vaên Haûi', 'Traàn Thò Thuûy', 'Leâ Hoaøng Phuùc', 'Phaïm Ñöùc Kieân'],
];
const owners = (name: (i: number) => string) => table(['TENCHU'], (i) => [name(i)]);

/** A source for each code; those of one record (`encoding.converted`) are not about the source. */
const PROVOKED: Readonly<Partial<Record<IssueCode, Provoked>>> = {
  'column.ambiguous': csv(
    table(['TYLE', 'tyLeBanDo'], () => ['500', '1000']),
    ZONE,
  ),
  'column.duplicate': csv(
    table(['DIENTICH', 'DIENTICH'], () => ['400', '410']),
    ZONE,
  ),
  'column.missing': csv(plain(placeBy(HERE)), { ...ZONE, roles: { area: 'S' } }),
  'column.truncated': csv(
    table(['dienTichPh', 'dienTich_1'], () => ['400', '410']),
    ZONE,
  ),
  'column.unit': csv(
    table(['DIEN TICH (sao)'], () => ['1']),
    ZONE,
  ),
  'encoding.mixed': csv(
    owners((i) => IN_TWO[i % 8]!),
    ZONE,
  ),
  'encoding.unknown': csv(
    owners((i) => ['Wrocław', 'Łódź', 'Kraków żółć'][i % 3]!),
    ZONE,
  ),
  'encoding.font-capitals': csv(
    owners(() => 'NGUYễN VĂN HảI'),
    ZONE,
  ),
  'georeference.foreign': { file: 'thua.geojson', content: geojson(3857, [11542400, 2515500]) },
  'georeference.unsupported': { file: 'thua.geojson', content: geojson(2044, [18364250, 2438200]) },
  'georeference.reprojected': {
    file: 'thua.geojson',
    content: geojson(3857, [11542400, 2515500]),
    config: { reproject: true },
  },
  'georeference.outside': csv(plain(placeBy([700000, 1500000])), ZONE),
  'georeference.swapped-axes': csv(
    plain((i) => wkt([HERE[1], HERE[0] + 20 * i])),
    ZONE,
  ),
  'georeference.wrong-zone': { file: 'thua.geojson', content: geojson(9216, HERE) },
  'georeference.degrees': csv(
    plain((i) => wkt([103.9 + i / 1000, 22.03], 0.0001)),
    ZONE,
  ),
  'georeference.metres': csv(plain(placeBy(HERE)), { crs: 4326 }),
  'georeference.six-degree': csv(plain(placeBy([-227000, 2458000])), ZONE),
  'georeference.zone-prefix': csv(plain(placeBy([HERE[0] + 18_000_000, HERE[1]])), ZONE),
  'georeference.mixed': csv(plain((i) => (i % 2 === 0 ? placeBy(HERE)(i) : wkt([103.9, 22.03], 0.0001)))),
  'georeference.other-meridian': { file: 'thua.geojson', content: geojson(3405, HERE) },
  'georeference.undeclared': csv(plain(placeBy(HERE))),
};

function provoke(code: string, { file, content, config }: Provoked) {
  const folder = mkdtempSync(join(base, `${code}-`));
  writeFileSync(join(folder, file), content);
  writeFileSync(
    join(folder, 'config.json'),
    JSON.stringify({ province: 'lao-cai', sources: [{ match: '*', epoch: '2025-06-30', ...config }] }),
  );
  const told = thuadat(['inspect', '-c', 'config.json', '--json', file], { cwd: folder });
  const { sources } = JSON.parse(told.out) as { sources: SourceInspection[] };
  const inspected = sources.flatMap(({ layers }) => layers).flatMap(({ issues }) => issues);
  const planned = thuadat(['plan', '-c', 'config.json', '--json', file], { cwd: folder });
  return { codes: inspected.map((each) => each.code), inspected, planned };
}

/** Of one record; and what `inspect` tells as a note, which the plan alone makes an issue of. */
const NOT_OF_THE_SOURCE: readonly IssueCode[] = ['encoding.converted', 'layer.left-out'];
const ofTheSource = (Object.keys(READ_ISSUES) as IssueCode[]).filter(
  (code) => !NOT_OF_THE_SOURCE.includes(code),
);

describe('plan is never more lenient than inspect', () => {
  it('is held for each warning that inspect can give of a source', () => {
    expect(Object.keys(PROVOKED).sort()).toEqual([...ofTheSource].sort());
  });

  it.each(Object.entries(PROVOKED) as [IssueCode, Provoked][])('%s', (code, source) => {
    const { codes, inspected, planned } = provoke(code, source);
    expect(codes).toContain(code);
    if (planned.out === '') {
      // Key columns and those of the config are asked for in words of their own.
      expect(planned.talk).toContain(
        code === 'column.missing'
          ? 'takes "area" from column "S", which the layer has not'
          : ISSUES[code].hintEn,
      );
      return;
    }
    const { notices } = JSON.parse(planned.out) as RunManifest;
    const whole = inspected.flatMap(({ samples }) => samples).filter(({ at }) => at.record === 0);
    expect(notices).toEqual(whole);
    expect(notices.map((each) => each.code)).toContain(code);
  });
});
