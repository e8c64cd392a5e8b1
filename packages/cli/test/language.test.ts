/** Broken inputs given to the built program in each language: a Vietnamese reader is told nothing in English, an English one nothing in Vietnamese. */
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dbfBytes, shpBytes, square, writeShapefile } from '@thuadat/testing/files';
import { buildProgram, thuadat } from '@thuadat/testing/program';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT } from '../src/terminal/exit.ts';

const base = mkdtempSync(join(tmpdir(), 'thuadat-language-'));
const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(base, name), content);
  return name;
};

beforeAll(async () => {
  buildProgram();
  const columns = [
    { name: 'MAXA', width: 8 },
    { name: 'SHBANDO', width: 6 },
    { name: 'SHTHUA', width: 6 },
  ];
  const parts = {
    shp: shpBytes([square(419735, 2486912), square(419755, 2486912)]),
    dbf: dbfBytes(columns, [
      ['02647', '1', '1'],
      ['02647', '1', '2'],
    ]),
    cpg: 'UTF-8',
  };
  await writeShapefile(base, 'whole', parts);
  truncateSync(await writeShapefile(base, 'cut', parts), 250);
  rmSync((await writeShapefile(base, 'nodbf', parts)).replace('.shp', '.dbf'));
  file('thua.geojson', '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{');
  file(
    'value.geojson',
    '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":tru}}]}',
  );
  file('thua.csv', 'a,b\n1,2,3\n');
  file('quote.csv', 'a,b\n1,"2"3\n');
  file('empty.csv', '');
  file('zip.shp', Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), Buffer.alloc(200)]));
  file('thua.gpkg', 'SQLite format 3\0');
  file('thua.fgb', 'fgb\x03fgb\x00');
  file('note.doc', 'x');
  file('list.csv', 'parcelId,maDiaChiSo,validFrom\nw7czvunjbvrf,0123456789,2025-13-01\n');
  mkdirSync(join(base, 'folder'));
  mkdirSync(join(base, 'runs/lao-cai-1'), { recursive: true });
  file('runs/lao-cai-1/run.json', '{}');
  const sources = [{ match: '*', epoch: '2025-06-30', crs: 9208 }];
  file('whole.json', JSON.stringify({ province: 'lao-cai', sources }));
  file('date.json', '{"province":"lao-cai","asOf":"2025-13-01"}');
  file(
    'decisions.csv',
    'source,oldCommune,sheet,scale,series,parcel,candidates,newCommune,reason,by,at\n,abc,1,,,,,02647,,,\n',
  );
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

const ENGLISH =
  /\b(?:the|of|expected|found|cannot|is|are|was|were|that|which|not|with|again|and|from|file|error|record|date|code)\b/i;
const VIETNAMESE = /[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]/iu;
/** Without what is quoted of the input, names of files, options and commands. */
const plain = (text: string): string =>
  text.replace(/“[^”]*”|"[^"]*"|`[^`]*`|--[\w-]+|\S*[._/]\S+|\bthuadat \w+/g, ' ');

const inspect = (name: string) => ['inspect', name];
const CASES: readonly (readonly [string, readonly string[], number])[] = [
  ['a .shp that was cut', inspect('cut.shp'), EXIT.refused],
  ['a Shapefile without .dbf', inspect('nodbf.shp'), EXIT.refused],
  ['GeoJSON that was cut', inspect('thua.geojson'), EXIT.refused],
  ['a feature that is no JSON', inspect('value.geojson'), EXIT.refused],
  ['a row with too many values', inspect('thua.csv'), EXIT.refused],
  ['a misplaced quote', inspect('quote.csv'), EXIT.refused],
  ['an empty file', inspect('empty.csv'), EXIT.refused],
  ['a ZIP archive', inspect('zip.shp'), EXIT.refused],
  ['a damaged GeoPackage', inspect('thua.gpkg'), EXIT.refused],
  ['a damaged FlatGeobuf', inspect('thua.fgb'), EXIT.refused],
  ['an unknown kind', inspect('note.doc'), EXIT.refused],
  ['no such file', inspect('none.csv'), EXIT.refused],
  ['a folder', inspect('folder'), EXIT.refused],
  ['month 13 in --date', ['plan', 'thua.csv', '-p', 'lao-cai', '--date', '2025-13-01'], EXIT.usage],
  ['month 13 in the config', ['plan', 'thua.csv', '-c', 'date.json'], EXIT.usage],
  [
    'a decision on no commune',
    ['plan', 'whole.shp', '-c', 'whole.json', '--decisions', 'decisions.csv'],
    EXIT.refused,
  ],
  ['month 13 in a list of addresses', ['import-addresses', 'list.csv'], EXIT.refused],
  ['a run folder that is not whole', ['apply', 'lao-cai-1', '--runs', 'runs'], EXIT.refused],
  ['a run that is not known', ['revert', 'lao-cai-9'], EXIT.usage],
];

describe.each(CASES)('%s', (_, args, exit) => {
  it('is told in Vietnamese alone', () => {
    const ended = thuadat([...args, '--lang', 'vi'], { cwd: base });
    const said = ended.talk;
    expect(said).not.toMatch(/\n\s+at /);
    expect(plain(said)).not.toMatch(ENGLISH);
    expect(said).toMatch(VIETNAMESE);
    expect(ended.exit).toBe(exit);
  });

  it('is told in English alone', () => {
    const ended = thuadat([...args, '--lang', 'en'], { cwd: base });
    expect(ended.talk).not.toMatch(/\n\s+at /);
    expect(plain(ended.talk)).not.toMatch(VIETNAMESE);
    expect(ended.talk).toMatch(ENGLISH);
    expect(ended.exit).toBe(exit);
  });
});
