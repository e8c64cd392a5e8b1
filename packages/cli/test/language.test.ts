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
  file('backgrounds.json', '[{"id":"a","name":"x","kind":"wmts","url":"http://may/{z}"}]');
  file('kinds.json', '[{"id":"a","name":"x","kind":"tms","url":"http://may/"}]');
  file('nolist.json', '{"id":');
  file('undated.csv', 'MAXA,SHBANDO,SHTHUA\n02647,1,1\n02647,1,2\n');
  const named = [{ match: '*', epoch: '2025-06-30', roles: { commune: 'XA' } }];
  file('column.json', JSON.stringify({ province: 'lao-cai', sources: named }));
  const method = { point: 'pole', precision: 1, vertices: 'given' };
  file(
    'schema.json',
    JSON.stringify({
      asOf: 1,
      output: 1,
      sources: [{ layer: 1, crs: 'x', constants: { scale: 5 }, roles: 1, skip: 1 }],
      rules: { check: 1, severities: 1, split: { minShare: 95 } },
      identifier: { method: { point: 'polylabel', precision: 'x' } },
    }),
  );
  file('method.json', JSON.stringify({ identifier: { method }, sheetPlan: { strategy: 'table' } }));
  file('polylabel.json', JSON.stringify({ identifier: { method: { point: 'polylabel', part: 'whole' } } }));
  const bad = Array.from({ length: 25 }, (_, i) => `${i},B,1,8,1/3/2020,`).join('\n');
  file('cells.units.csv', `code,name,province,district,from,to\n${bad}\n`);
  file('cells.events.csv', 'date,kind,from,to,relation,act\n2025-13-01,join,1,2,all,\n');
  file('columns.units.csv', 'ma,ten\n');
  file('columns.events.csv', 'date,kind\n');
  file(
    'walk.units.csv',
    'code,name,province,district,from,to\n90001,Xã A,10,,2025-07-01,2025-06-01\n90001,Xã B,10,,2025-05-01,\n90003,Xã C,10,,2025-05-01,2026-01-01\n',
  );
  file(
    'walk.events.csv',
    'date,kind,from,to,relation,act\n2026-02-01,recode,90009,90009,whole,x\n2026-02-02,split,90009,90008,whole,x\n2026-02-03,abolish,90009,90007,whole,x\n2026-02-04,rename,90009,90006,whole,x\n',
  );
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
const units = (prefix: string) => ['plan', 'whole.shp', '-c', 'whole.json', '--units', prefix];
const config = (name: string) => ['plan', 'thua.csv', '-c', name];
const account = (...args: string[]) => ['account', ...args, '-d', 'accounts'];
const serve = (...args: string[]) => ['serve', '-d', 'accounts', '--port', '0', ...args];
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
  ['a config of wrong types', config('schema.json'), EXIT.usage],
  ['a method that does not fit', config('method.json'), EXIT.usage],
  ['a method without its precision', config('polylabel.json'), EXIT.usage],
  ['codes of no known date', ['plan', 'undated.csv', '-p', 'lao-cai'], EXIT.refused],
  ['a column that is not there', ['plan', 'undated.csv', '-c', 'column.json'], EXIT.refused],
  ['an account that is not there', account('disable', 'ai-do'), EXIT.usage],
  ['an account of no name', account('add', 'Á!'), EXIT.usage],
  ['an account of no role', account('add', 'lan', '--role', 'king'), EXIT.usage],
  ['an account of no commune', account('add', 'lan', '--units', '2647'), EXIT.usage],
  ['a short password', account('add', 'lan'), EXIT.usage],
  ['an open door', serve('--host', '0.0.0.0'), EXIT.usage],
  ['background maps that are no list', serve('--backgrounds', 'nolist.json'), EXIT.usage],
  ['background maps that are not there', serve('--backgrounds', 'none.json'), EXIT.usage],
  ['a background map of an unknown kind', serve('--backgrounds', 'kinds.json'), EXIT.usage],
  ['a background map of a wrong address', serve('--backgrounds', 'backgrounds.json'), EXIT.usage],
  ['cells of a log of units', units('cells'), EXIT.usage],
  ['columns of a log of units', units('columns'), EXIT.usage],
  ['a log of units that leads nowhere', units('walk'), EXIT.usage],
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

it('every fault of a log of units is listed', () => {
  const { talk } = thuadat([...units('cells'), '--lang', 'en'], { cwd: base });
  expect(talk.match(/^(?:Error: )?units file, line /gm)).toHaveLength(25 * 5);
});
