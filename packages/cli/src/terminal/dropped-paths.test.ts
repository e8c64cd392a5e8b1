import { expect, it } from 'vitest';
import { droppedPaths } from './dropped-paths.ts';

it('reads what Windows writes for files dropped into its console', () => {
  expect(droppedPaths('"D:\\Nộp dữ liệu\\thửa (1).shp" C:\\d\\xa.gpkg', 'win32')).toEqual([
    'D:\\Nộp dữ liệu\\thửa (1).shp',
    'C:\\d\\xa.gpkg',
  ]);
  expect(droppedPaths("D:\\Ea_H'leo\\thua.shp", 'win32')).toEqual(["D:\\Ea_H'leo\\thua.shp"]);
});

it('reads what terminals of Linux write: quotes, blanks behind a backslash, apostrophes', () => {
  expect(droppedPaths("'/mnt/Nộp dữ liệu/thửa.shp' /d/xa.gpkg ", 'linux')).toEqual([
    '/mnt/Nộp dữ liệu/thửa.shp',
    '/d/xa.gpkg',
  ]);
  expect(droppedPaths("'/d/Ea H'\\''leo/a.csv' /d/b\\ c.csv", 'linux')).toEqual([
    "/d/Ea H'leo/a.csv",
    '/d/b c.csv',
  ]);
});

it('takes a line of blanks for none', () => {
  expect(droppedPaths('  \t', 'win32')).toEqual([]);
  expect(droppedPaths('', 'linux')).toEqual([]);
});
