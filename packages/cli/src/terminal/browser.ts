/** The user's own browser. */
import { spawn } from 'node:child_process';

/** What opens an address on each system. On Windows it is the system's own handler, since `start` would read `&` as its own. */
const OPENERS: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  win32: ['rundll32.exe', 'url.dll,FileProtocolHandler'],
  darwin: ['open'],
};

/** Opens `url` and does not wait; where nothing opens it, the user has the address that was printed. */
export function openBrowser(url: string): void {
  const [program, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  const opener = spawn(program!, [...args, url], { stdio: 'ignore', detached: true });
  opener.on('error', () => {});
  opener.unref();
}
