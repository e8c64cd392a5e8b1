/** GDAL's ogr2ogr, the peer of every reading. */
import { spawn } from 'node:child_process';
import { basename } from 'node:path';

/** False where there is none. */
export function ogr2ogr(...options: string[]): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn('ogr2ogr', options, { stdio: ['ignore', 'ignore', 'pipe'] });
    let talk = '';
    child.stderr.on('data', (chunk) => {
      talk = (talk + chunk).slice(-2000);
    });
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') resolve(false);
      else reject(error);
    });
    child.on('exit', (code, signal) => {
      if (code === 0) resolve(true);
      else reject(new Error(`ogr2ogr ended with ${signal ?? `exit code ${code}`}: ${talk}`));
    });
  });
}

/** Its options for a PostgreSQL database on a socket, by COPY. */
export function ogrTarget(address: string): string[] {
  const url = new URL(address);
  const host = url.searchParams.get('host');
  const target = `PG:host='${host}' port=${url.port} user=${url.username} dbname=${basename(url.pathname)}`;
  return ['-f', 'PostgreSQL', target, '--config', 'PG_USE_COPY', 'YES'];
}
