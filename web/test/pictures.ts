/** `npm run pictures`: the documents' pictures, from the real map over the database of the demo. Run the demo first. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startServer } from '@thuadat/server/server';
import { openDatabase } from '@thuadat/store/db/open';
import { takeScreenshots } from './screenshots.ts';

// Seen from packages/cli/dist, where it is built.
const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = join('.thuadat', 'demo', 'db');
if (!existsSync(folder)) throw new Error(`${folder} is missing. Run "npm run demo -- --once" first.`);

const db = await openDatabase(folder);
const server = await startServer({ db, webRoot: join(root, 'web', 'dist') });
for (const picture of await takeScreenshots(server.url, join(root, 'web', 'pictures'))) console.log(picture);
await server.close();
await db.close();
