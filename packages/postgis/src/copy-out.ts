/** Streams a table's rows as COPY BINARY, sorted by its key, so that an unchanged table gives the same bytes. */
import { once } from 'node:events';
import type { TableDescription } from '@thuadat/formats/pg-copy/table-snapshot';
import { to as copyTo } from 'pg-copy-streams';
import { quoted, quotedTable } from './address.ts';
import type { TableServer } from './connection.ts';
import { readFault } from './describe.ts';

function copySql({ schema, table, query, columns, key }: TableDescription): string {
  const list = columns.map(({ name, type, copiedAs }) => {
    if (copiedAs === 'geometry') return /^geography/.test(type) ? `${quoted(name)}::geometry` : quoted(name);
    return copiedAs === 'text' && !PLAIN_TEXT.test(type) ? `${quoted(name)}::text` : quoted(name);
  });
  const from = table === null ? `(\n${query}\n) as q` : quotedTable(schema!, table);
  const order = key.length > 0 ? ` order by ${key.map(quoted).join(', ')}` : '';
  return `copy (select ${list.join(', ')} from ${from}${order}) to stdout (format binary)`;
}

/** Types whose binary form is their text. */
const PLAIN_TEXT = /^(?:text|json|name|citext|character varying|character)(?:\(\d+\))?$/;

/** What the server sends before the rows: mark, flags, length of an extension area that it leaves empty. */
const HEAD = 19;

/** The rows without the header, with the mark of their end; in pieces cut anywhere. Memory does not grow. */
export async function* copyRows(server: TableServer, told: TableDescription): AsyncGenerator<Buffer> {
  const name = told.table === null ? 'query' : `${told.schema}.${told.table}`;
  const stream = server.client.query(copyTo(copySql(told), { highWaterMark: 1 << 20 }));
  let skip = HEAD;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      const rest = chunk.subarray(Math.min(skip, chunk.length));
      skip -= chunk.length - rest.length;
      if (rest.length > 0) yield rest;
    }
  } catch (cause) {
    throw readFault(cause as Error, name, server.user, told.query);
  } finally {
    // A reader that gives up leaves rows in the pipe: the connection is of no more use.
    if (!stream.readableEnded && !stream.errored) {
      stream.destroy();
      server.client.connection.stream.destroy();
      await once(server.client, 'end').catch(() => {});
    }
  }
}
