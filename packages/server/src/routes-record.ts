/** What leaves the screen: the record to print, and the list of cases as a workbook. */
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunView } from '@thuadat/api/map';
import { caseFilterOf, PARAMS, QUERIES } from '@thuadat/api/request';
import type { RecordView } from '@thuadat/api/review';
import { writeCaseList } from '@thuadat/export/case-list';
import { readRecord } from '@thuadat/store/review/record';
import { scopeOf } from '@thuadat/store/review/scope';
import { jsonBody } from './body.ts';
import { dayBefore } from './dataset.ts';
import type { Review } from './review.ts';
import { JSON_TYPE, type Route, route } from './route.ts';

const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** On paper a code stands beside its name. */
function namedRecord(record: RecordView, { province, asOf }: RunView, { dataset }: Review): RecordView {
  const { gazetteer } = dataset;
  const before = dayBefore(asOf);
  const named = (code: string) => [code, gazetteer.commune(code, before)].filter(Boolean).join(' ');
  return {
    ...record,
    province: gazetteer.province(province, asOf) ?? record.province,
    sheets: record.sheets.map((move) => ({ ...move, oldCommune: named(move.oldCommune) })),
  };
}

export const recordRoutes = (review: Review): Route[] => [
  route({
    id: 'readRecord',
    path: '/api/runs/:run/record',
    summary: 'The review record of a commune or one of its sheets, to be printed',
    needs: 'see',
    params: PARAMS.run,
    query: QUERIES.record,
    type: JSON_TYPE,
    gives: 'Record',
    async answer({ params, query, actor }) {
      const run = await review.dataset.run(await review.run(params.run));
      const record = await readRecord(
        review.db,
        scopeOf(run.id, actor),
        run,
        query.unit,
        query.sheet ?? null,
      );
      return { body: await jsonBody(namedRecord(record, run, review)), keep: 'never' };
    },
  }),
  route({
    id: 'writeCases',
    path: '/api/runs/:run/cases.xlsx',
    summary: 'The cases that pass a filter with what was decided, as a workbook',
    needs: 'see',
    params: PARAMS.run,
    query: QUERIES.caseFile,
    type: XLSX_TYPE,
    gives: null,
    async answer(taken, { reply }) {
      const run = await review.run(taken.params.run);
      // The workbook is an archive: it is written whole before its length is known, so a broken one is never sent.
      const folder = await mkdtemp(join(tmpdir(), 'thuadat-cases-'));
      const path = join(folder, 'cases.xlsx');
      try {
        await writeCaseList(review.db, scopeOf(run, taken.actor), caseFilterOf(taken.query), path);
      } catch (fault) {
        await rm(folder, { recursive: true, force: true });
        throw fault;
      }
      const file = createReadStream(path);
      file.on('close', () => void rm(folder, { recursive: true, force: true }));
      reply.headers({
        'cache-control': 'no-store',
        'content-disposition': `attachment; filename="${run}-van-de.xlsx"`,
      });
      await reply.type(XLSX_TYPE).send(file);
      return null;
    },
  }),
];
