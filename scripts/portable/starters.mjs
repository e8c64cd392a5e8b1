// What is double-clicked in the portable folder, for each system. All say the same: which verb of `portable.js` is meant.
// No .desktop entries on Linux: they may only name their program by its place, and not every file manager tells them theirs.

/** Name of the starter without its ending → the verb it starts. */
const STARTERS = {
  'Mo-ban-do': 'map',
  'Kiem-tra-tep': 'check',
  'Dong-lenh': 'shell',
  'Kiem-tra-bo-chep': 'verify',
};

/** ASCII only, whatever code page the console has before `chcp` has run. */
const cmd = (verb, console) =>
  `@echo off\r\nsetlocal\r\n${console}"%~dp0chuong-trinh\\node.exe" "%~dp0chuong-trinh\\dist\\portable.js" ${verb} %*\r\nexit /b %errorlevel%\r\n`;

/** Without any other program, so that it starts with an empty PATH. */
const sh = (verb) => `#!/bin/sh
case $0 in */*) folder=\${0%/*} ;; *) folder=. ;; esac
exec "$folder/chuong-trinh/node" "$folder/chuong-trinh/dist/portable.js" ${verb} "$@"
`;

/** The starters of a platform: name of the file → its text. */
export function starters(system) {
  const verbs = Object.entries(STARTERS);
  if (system === 'win32')
    return Object.fromEntries([
      ...verbs.map(([name, verb]) => [`${name}.cmd`, cmd(verb, 'chcp 65001 >nul\r\n')]),
      ['thuadat.cmd', cmd('run', '')],
    ]);
  return Object.fromEntries([
    ...verbs.map(([name, verb]) => [`${name}.sh`, sh(verb)]),
    ['thuadat', sh('run')],
  ]);
}
