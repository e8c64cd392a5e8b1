/** The sources of a run: arguments taken apart, each file named and fingerprinted. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { type Config, sourceConfig } from '@thuadat/core/config';
import { type Message, refusal } from '@thuadat/core/message/message';
import { type DeliveredFile, openDelivery } from '@thuadat/formats/delivery/delivery';
import { fingerprint } from '@thuadat/run/fingerprint';
import { PLAN_MESSAGES } from '../messages.ts';
import type { SourceFile } from './prepare-source.ts';

export type Sources = {
  /** In an order that does not depend on how they were named on the command line. */
  readonly files: readonly SourceFile[];
  /** What of the deliveries is no source. */
  readonly notes: readonly Message[];
  /** Takes away what was unpacked. */
  close(): Promise<void>;
};

export type SourcesOptions = {
  readonly config: Config;
  /** Folder in which archives are unpacked. */
  readonly unpackIn: string;
  /** Files and folders that are no sources though they may lie in a delivery: config file, old boundaries, runs. */
  readonly apart?: readonly string[];
};

/** Beginning of the name of a folder of unpacked files; the process that unpacked them follows. */
export const UNPACKED = '.unpacked-';

/** Folders, archives and patterns become their files; throws a RefusalError, and then nothing is left unpacked. */
export async function openSources(paths: readonly string[], options: SourcesOptions): Promise<Sources> {
  const { config, unpackIn } = options;
  const unpacked: string[] = [];
  const close = async () => {
    for (const folder of unpacked) await rm(folder, { recursive: true, force: true });
  };
  const apart = new Set([...partsOf(config), ...(options.apart ?? [])].map((path) => resolve(path)));
  try {
    const found: DeliveredFile[] = [];
    const notes: Message[] = [];
    for (const path of paths) {
      const delivery = await openDelivery(path, {
        isApart: (own) => apart.has(resolve(own)),
        isSkipped: (name) => sourceConfig(config, name, '*').settings.skip ?? false,
        async unpackFolder() {
          await mkdir(unpackIn, { recursive: true });
          const folder = await mkdtemp(join(unpackIn, `${UNPACKED}${process.pid}-`));
          unpacked.push(folder);
          return folder;
        },
      });
      found.push(...delivery.files);
      notes.push(...delivery.notes);
    }
    return { files: await fingerprinted(toldApart(found)), notes, close };
  } catch (fault) {
    await close();
    throw fault;
  }
}

/** Files that the config gives another part. */
const partsOf = ({ boundaries, decisions, sheetPlan, sources, units }: Config): string[] =>
  [
    ...sources.map(({ attributes }) => attributes?.file),
    boundaries?.path,
    decisions,
    sheetPlan.table,
    ...(units ? [`${units}.units.csv`, `${units}.events.csv`] : []),
  ].filter((path) => path !== undefined);

/** Files of one name get as many folders in front as tell them apart. */
function toldApart(files: readonly DeliveredFile[]): DeliveredFile[] {
  let all = [...files];
  for (;;) {
    const counts = new Map<string, number>();
    for (const { name } of all) counts.set(name, (counts.get(name) ?? 0) + 1);
    const longer = all.map((file) => (counts.get(file.name)! > 1 ? withFolder(file) : file));
    if (longer.every((file, i) => file === all[i])) return all;
    all = longer;
  }
}

function withFolder(file: DeliveredFile): DeliveredFile {
  const folder = basename(file.root).normalize('NFC');
  if (folder === '') return file;
  return { ...file, name: `${folder}/${file.name}`, root: dirname(file.root) };
}

async function fingerprinted(found: readonly DeliveredFile[]): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  for (const { path, name, found: inDelivery } of found) {
    const print = await fingerprint(path).catch((cause: NodeJS.ErrnoException) => {
      const reason = cause.code ?? cause.message;
      throw refusal(PLAN_MESSAGES, 'refused', 'source.unreadable', { path, found: reason }, { cause });
    });
    files.push({ path, name, matched: inDelivery ? name : path, ...print });
  }
  files.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.sha256 < b.sha256 ? -1 : 1));
  const first = new Map<string, string>();
  for (const { name, sha256 } of files) {
    const other = first.get(sha256);
    if (other !== undefined) throw refusal(PLAN_MESSAGES, 'refused', 'source.twice', { file: name, other });
    first.set(sha256, name);
  }
  return files;
}
