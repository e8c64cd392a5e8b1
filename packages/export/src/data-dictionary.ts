/**
 * `datapackage.json`: which file holds what, its columns with types, units, keys and code lists (Frictionless *Data Package* 2.0, *Table Schema* 2.0;
 * `unit` and `titleEn` are additions). Bytes and hashes of the files are in `export.json`.
 */
import { basename, extname } from 'node:path';
import { dbfNames } from '@thuadat/formats/shapefile/dbf-names';
import type { WriteField } from '@thuadat/formats/write/writer';
import { COLUMN_WORDS } from './column-words.ts';

const TYPES = { string: 'string', integer: 'integer', real: 'number', date: 'date' } as const;

export type DictionaryTable = {
  /** File names that hold the table, in one form or several. */
  readonly files: readonly string[];
  readonly vi: string;
  readonly en: string;
  /** `short`: the name in a Shapefile. */
  readonly fields: readonly (Pick<WriteField, 'name' | 'type' | 'title'> & { readonly short?: string })[];
  readonly primaryKey?: readonly string[];
};

export function dataDictionary(run: string, tables: readonly DictionaryTable[]): string {
  const resources = tables.flatMap((table) => table.files.map((file) => resource(file, table)));
  return `${JSON.stringify({ $schema: 'https://datapackage.org/profiles/2.0/datapackage.json', name: run.toLowerCase(), resources }, null, 2)}\n`;
}

function resource(file: string, { vi, en, fields, primaryKey }: DictionaryTable) {
  const kind = extname(file);
  const names =
    kind === '.shp'
      ? dbfNames(fields.map(({ name, short = name }) => short))
      : fields.map(({ name }) => name);
  return {
    name: basename(file)
      .toLowerCase()
      .replace(/[^a-z0-9._-]/g, '-'),
    path: file,
    title: vi,
    titleEn: en,
    format: kind.slice(1),
    encoding: 'utf-8',
    ...(kind === '.csv' ? { dialect: { delimiter: ';', header: true, lineTerminator: '\r\n' } } : {}),
    schema: {
      fields: fields.map((field, i) => ({
        name: names[i],
        ...meaning(field),
        ...(kind === '.csv' && field.type === 'real' ? { decimalChar: ',' } : {}),
      })),
      ...(primaryKey
        ? { primaryKey: primaryKey.map((name) => names[fields.findIndex((field) => field.name === name)]) }
        : {}),
    },
  };
}

function meaning({ name, type, title }: DictionaryTable['fields'][number]) {
  const words = COLUMN_WORDS[name];
  const codes = Object.entries(words?.codes ?? {});
  return {
    type: TYPES[type],
    title: words?.vi ?? title ?? name,
    titleEn: words?.en ?? title ?? name,
    ...(type === 'date' ? { format: '%Y-%m-%d' } : {}),
    ...(words?.unit ? { unit: words.unit } : {}),
    ...(codes.length > 0
      ? {
          categories: codes.map(([value, { vi, en }]) => ({ value, label: vi, labelEn: en })),
          constraints: { enum: codes.map(([value]) => value) },
        }
      : {}),
  };
}
