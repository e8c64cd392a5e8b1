import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { geoJsonFromWkb } from '@thuadat/core/geometry/wkb';
import { allRecords, inEnglish, messageOf, square, tempFolder } from '@thuadat/testing/files';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSource } from '../registry.ts';
import { createGeoJsonScanner } from './geojson-scan.ts';

let folder: string;
beforeAll(async () => {
  folder = await tempFolder();
});
afterAll(() => rm(folder, { recursive: true }));

async function write(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const polygon = JSON.stringify({ type: 'Polygon', coordinates: [square(500000, 2400000)] });
const feature = (properties: string, geometry = polygon) =>
  `{"type":"Feature","properties":${properties},"geometry":${geometry}}`;
const collection = (features: readonly string[], more = '') =>
  `{"type":"FeatureCollection"${more},"features":[${features.join(',\n')}]}`;
const crs = ',"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::9208"}}';

describe('GeoJSON', () => {
  it('keeps numbers as written, repeated keys apart, and columns that only later features have', async () => {
    const features = [
      feature('{"maXa":"02647","soTo":2647.0,"id64":12345678901234567890,"a":1,"a":"x"}'),
      feature('{"soTo":1e3,"ghiChu":"dòng\\n\\"hai\\"","ds":[1, 2],"a":null}', 'null'),
    ];
    const source = await openSource(await write('values.geojson', collection(features, crs)));
    const records = await allRecords(source);
    expect(source.layers[0]!.fields).toEqual(['maXa', 'soTo', 'id64', 'a', 'a', 'ghiChu', 'ds']);
    expect(source.layers[0]!.count).toBe(2);
    expect(source.layers[0]!.crs).toMatchObject({ sure: 'declared', value: { epsg: 9208 } });
    expect(records[0]!.values).toEqual(['02647', '2647.0', '12345678901234567890', '1', 'x', null, null]);
    expect(records[1]!.values).toEqual([null, '1e3', null, null, null, 'dòng\n"hai"', '[1, 2]']);
    expect(geoJsonFromWkb(records[0]!.geometry!)).toEqual(JSON.parse(polygon));
    expect(records[1]!.geometry).toBeNull();
  });

  it('reads features one a line, with record separators, and keeps their ids', async () => {
    const text = `\u001e${feature('{"a":1}').replace('{"type"', '{"id":7,"type"')}\n\u001e${feature('{"a":2}')}\n`;
    const source = await openSource(await write('lines.geojsonl', text));
    expect(source.layers[0]!.fields).toEqual(['a', 'id']);
    expect((await allRecords(source)).map((record) => record.values)).toEqual([
      ['1', '7'],
      ['2', null],
    ]);
  });

  it('does not take metres for WGS 84 when no system is declared', async () => {
    const metres = await openSource(await write('metres.geojson', collection([feature('{}')])));
    expect(metres.layers[0]!.crs).toMatchObject({ sure: 'unknown', value: { epsg: null } });
    const point = '{"type":"Point","coordinates":[104.9,21.7]}';
    const degrees = await openSource(await write('degrees.geojson', collection([feature('{}', point)])));
    expect(degrees.layers[0]!.crs.value.epsg).toBe(4326);
  });

  it('keeps legacy bytes and says where they are', async () => {
    const bytes = Buffer.from(collection([feature('{"ten":"abc"}'), feature('{"ten":"Ph­êng"}')]), 'latin1');
    const source = await openSource(await write('legacy.geojson', bytes));
    expect(source.encoding).toMatchObject({ value: 'latin1', sure: 'detected' });
    expect(inEnglish(source.encoding.why)).toContain('record 2');
    expect((await allRecords(source))[1]!.values).toEqual(['Ph­êng']);
  });

  it('takes a coordinate that is no number as NaN', async () => {
    const bad = '{"type":"Polygon","coordinates":[[[0,0],[NaN,5],[5,null],[0,0]]]}';
    const [record] = await allRecords(
      await openSource(await write('nan.geojson', collection([feature('{}', bad)], crs))),
    );
    const view = new DataView(record!.geometry!.buffer, record!.geometry!.byteOffset);
    expect([view.getFloat64(13 + 16, true), view.getFloat64(13 + 40, true)]).toEqual([
      Number.NaN,
      Number.NaN,
    ]);
  });

  it('reads an attribute of 10 MB', async () => {
    const long = 'x'.repeat(10 << 20);
    const source = await openSource(
      await write('long.geojson', collection([feature(`{"a":"${long}"}`), feature('{"a":"y"}')])),
    );
    const records = await allRecords(source);
    expect(records.map((record) => record.values[0]!.length)).toEqual([10 << 20, 1]);
  });

  it('names record and byte of what it cannot read', async () => {
    const good = feature('{"a":1}');
    const cut = await write('cut.geojson', collection([good, good]).slice(0, -40));
    expect(await messageOf(() => openSource(cut))).toMatch(
      /cut\.geojson, record 2, byte [\d,]+: the end of the file inside an object/,
    );
    const bad = await write('bad.geojson', collection([good, feature('{"a":tru}')]));
    expect(await messageOf(() => openSource(bad))).toMatch(
      /bad\.geojson, record 2, byte [\d,]+: a value expected at "tru}/,
    );
    const other = await write('other.json', '{"type":"Topology","objects":{}}');
    expect(await messageOf(() => openSource(other))).toContain(
      'an object of type "Topology"; expected a Feature',
    );
    const wide = await write('wide.geojson', Buffer.from(`\ufeff${good}`, 'utf16le'));
    expect(await messageOf(() => openSource(wide))).toContain('UTF-16 text; expected UTF-8');
    const geometry = await write(
      'geometry.geojson',
      collection([feature('{}', '{"type":"Kreis","coordinates":[1,2]}')], crs),
    );
    const message = await messageOf(async () => allRecords(await openSource(geometry)));
    expect(message).toContain('field "geometry": geometry type "Kreis" found');
  });

  it('reads an empty collection as an empty layer', async () => {
    const source = await openSource(await write('none.geojson', collection([], crs)));
    expect(source.layers[0]).toMatchObject({
      count: 0,
      fields: [],
      notes: [{ code: 'layer.empty', values: {} }],
    });
  });
});

describe('the scanner', () => {
  it('finds the same features however the bytes are cut', () => {
    const json = fc.jsonValue({ maxDepth: 3 });
    const document = fc.record({ before: json, properties: fc.array(json, { maxLength: 5 }), after: json });
    fc.assert(
      fc.property(document, fc.array(fc.nat(400), { maxLength: 12 }), fc.boolean(), (given, cuts, lines) => {
        const features = given.properties.map((value) => ({
          type: 'Feature',
          properties: { value },
          features: [],
        }));
        const whole = { name: given.before, features, after: given.after };
        const text = lines ? features.map((item) => JSON.stringify(item)).join('\n') : JSON.stringify(whole);
        const plain = lines ? text.replaceAll(',"features":[]', '') : text;
        const bytes = Buffer.from(plain, 'utf8');
        const scanner = createGeoJsonScanner();
        const found: string[] = [];
        let at = 0;
        for (const cut of [...cuts].sort((a, b) => a - b).concat(bytes.length)) {
          for (const item of scanner.push(Buffer.from(bytes.subarray(at, cut)))) {
            found.push(item.bytes.toString('utf8'));
            expect(bytes.subarray(item.byte, item.byte + item.bytes.length).equals(item.bytes)).toBe(true);
          }
          at = Math.max(at, cut);
        }
        const expected = features.map((item) =>
          JSON.stringify(lines ? { type: item.type, properties: item.properties } : item),
        );
        expect(found).toEqual(expected);
        const { shells, openAt, stray } = scanner.end();
        expect([openAt, stray]).toEqual([null, null]);
        if (!lines)
          expect(shells.map((shell) => JSON.parse(shell))).toEqual([
            JSON.parse(JSON.stringify({ ...whole, features: [] })),
          ]);
      }),
      { numRuns: 150, seed: 9208 },
    );
  });
});
