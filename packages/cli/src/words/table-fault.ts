/** What keeps a table of a server from being used, in words: what was found, what was expected, what to do next. */
import type { TableFault } from '@thuadat/postgis/fault';
import { EXIT } from '../terminal/exit.ts';
import { count, say } from '../terminal/language.ts';

type Kind = TableFault['kind'];
type FaultOf<K extends Kind> = Extract<TableFault, { readonly kind: K }>;
type Words = { readonly [K in Kind]: (fault: FaultOf<K>) => string };

const list = (names: readonly string[], most = 12): string =>
  names.length === 0
    ? say('không có', 'none')
    : names.slice(0, most).join(', ') + (names.length > most ? ', …' : '');

const addressWords: Pick<
  Words,
  'bad-address' | 'no-table-named' | 'table-and-query' | 'no-connection' | 'lost'
> = {
  'bad-address': ({ found }) =>
    say(
      `Địa chỉ “${found}” không đọc được. Cần dạng postgres://người-dùng@máy-chủ/cơ-sở-dữ-liệu?table=lược_đồ.bảng; trong query= viết %25 thay %, %26 thay &.`,
      `The address "${found}" cannot be read. Expected postgres://user@host/database?table=schema.name; in query= write %25 for %, %26 for &.`,
    ),
  'no-table-named': ({ server, tables }) =>
    say(
      `${server}: chưa nêu bảng. Thêm ?table=lược_đồ.bảng hoặc ?query=select …. Các bảng có: ${list(tables, 30)}.`,
      `${server}: no table is named. Add ?table=schema.name or ?query=select …. Tables there: ${list(tables, 30)}.`,
    ),
  'table-and-query': () =>
    say(
      'Địa chỉ nêu cả table= lẫn query=. Bỏ bớt một.',
      'The address gives both table= and query=. Leave one out.',
    ),
  'no-connection': ({ server, code, found }) => `${connectionWords(server, code, found)}`,
  lost: ({ server, found }) =>
    say(
      `Mất kết nối tới ${server} giữa chừng (${found}). Chưa ghi gì; chạy lại cùng lệnh.`,
      `The connection to ${server} was lost midway (${found}). Nothing was written; run the same command again.`,
    ),
};

function connectionWords(server: string, code: string | null, found: string): string {
  if (code === '28P01' || code === '28000' || /password/i.test(found)) {
    return say(
      `${server} từ chối người dùng hoặc mật khẩu (${found}). Đặt mật khẩu bằng PGPASSWORD hoặc tệp .pgpass.`,
      `${server} refuses the user or password (${found}). Give the password by PGPASSWORD or a .pgpass file.`,
    );
  }
  if (code === '3D000') {
    return say(
      `${server}: không có cơ sở dữ liệu này. Xem danh sách bằng “psql -l”.`,
      `${server}: there is no such database. "psql -l" lists them.`,
    );
  }
  return say(
    `Không kết nối được PostgreSQL tại ${server} (${found}). Kiểm tra máy chủ có đang chạy không, địa chỉ, cổng và tường lửa.`,
    `No connection to PostgreSQL at ${server} (${found}). Check that the server runs, and the address, port and firewall.`,
  );
}

const tableWords: Pick<
  Words,
  | 'no-table'
  | 'no-right'
  | 'row-security'
  | 'no-geometry'
  | 'several-geometries'
  | 'no-column'
  | 'no-key'
  | 'empty'
  | 'query-unsorted'
  | 'bad-query'
  | 'twin-columns'
> = {
  'no-table': ({ table, near }) =>
    say(
      `Không có bảng “${table}”. Gần giống: ${list(near)}. Viết đủ lược đồ: table=lược_đồ.bảng.`,
      `There is no table "${table}". Nearest: ${list(near)}. Write it with its schema: table=schema.name.`,
    ),
  'no-right': ({ table, right, user }) =>
    say(
      `Người dùng ${user} không có quyền ${right} trên ${table}. Nhờ quản trị chạy: grant usage on schema … to "${user}"; grant ${right} on ${table} to "${user}".`,
      `User ${user} has no right to ${right} on ${table}. Ask the administrator to run: grant usage on schema … to "${user}"; grant ${right} on ${table} to "${user}".`,
    ),
  'row-security': ({ table, user }) =>
    say(
      `Chính sách bảo mật theo dòng của ${table} che bớt dòng với người dùng ${user}; như vậy sẽ sót thửa. Dùng chủ sở hữu bảng hoặc người dùng có BYPASSRLS.`,
      `Row security of ${table} hides rows from user ${user}, so parcels would be left out. Use the table's owner, or a user with BYPASSRLS.`,
    ),
  'no-geometry': ({ table, columns }) =>
    say(
      `${table} không có cột hình học; các cột có: ${list(columns)}. Chọn bảng khác, tạo hình trong query=select …, hoặc thêm &geometry=none để đọc không hình.`,
      `${table} has no geometry column; it has: ${list(columns)}. Name another table, make one in query=select …, or add &geometry=none to read it without.`,
    ),
  'several-geometries': ({ table, columns }) =>
    say(
      `${table} có nhiều cột hình học: ${list(columns)}. Thêm &geometry=${columns[0]} hoặc cột đúng.`,
      `${table} has several geometry columns: ${list(columns)}. Add &geometry=${columns[0]}, or the right one.`,
    ),
  'no-column': ({ option, column, columns }) =>
    say(
      `${option}=${column}: không có cột này; chọn trong: ${list(columns)}.`,
      `${option}=${column}: there is no such column; choose of: ${list(columns)}.`,
    ),
  'no-key': ({ table, what, unique }) =>
    say(
      `${table} ${what === 'view' ? 'là khung nhìn, không có' : 'không có'} khóa chính, nên thứ tự dòng không cố định. Thêm &key=cột${unique.length > 0 ? ` (chỉ mục duy nhất đang có: ${unique.join(' · ')})` : ' (các cột phân biệt từng dòng)'}, hoặc dùng query=select … order by ….`,
      `${table} ${what === 'view' ? 'is a view and has' : 'has'} no primary key, so the order of its rows is not fixed. Add &key=column${unique.length > 0 ? ` (unique indexes there are: ${unique.join(' · ')})` : ' (the columns that tell the rows apart)'}, or use query=select … order by ….`,
    ),
  empty: ({ table }) =>
    say(
      `${table} không có dòng nào. Kiểm tra đúng bảng và điều kiện lọc.`,
      `${table} holds no row. Check that it is the right table, and its filter.`,
    ),
  'query-unsorted': () =>
    say(
      'Câu truy vấn không có thứ tự cố định. Thêm &key=cột (các cột phân biệt từng dòng) hoặc order by … vào query=.',
      'The query has no fixed order. Add &key=column (the columns that tell the rows apart), or order by … in query=.',
    ),
  'bad-query': ({ found }) =>
    say(
      `Câu truy vấn không chạy được: ${found}. Thử nó trong psql; chỉ nhận một lệnh select.`,
      `The query does not run: ${found}. Try it in psql; a single select is taken.`,
    ),
  'twin-columns': ({ columns }) =>
    say(
      `Câu truy vấn có cột trùng tên: ${list(columns)}. Đặt tên khác bằng “as”.`,
      `The query has columns of the same name: ${list(columns)}. Rename them with "as".`,
    ),
};

const rowWords: Pick<Words, 'mixed-srid' | 'null-key' | 'key-twice' | 'damaged'> = {
  'mixed-srid': ({ table, key, found, expected }) =>
    say(
      `${table}: dòng có ${key || 'thứ tự sau'} mang SRID ${found}, các dòng trước mang ${expected}. Tách bằng query=select … where ST_SRID(…) = ${expected} order by …, mỗi hệ tọa độ một nguồn.`,
      `${table}: the row with ${key || 'a later place'} has SRID ${found}, those before it ${expected}. Take them apart with query=select … where ST_SRID(…) = ${expected} order by …, one source a system.`,
    ),
  'null-key': ({ table, key }) =>
    say(
      `${table}: khóa trống (${key}). Chọn cột khóa khác bằng &key=.`,
      `${table}: an empty key (${key}). Choose other columns with &key=.`,
    ),
  'key-twice': ({ table, key }) =>
    say(
      `${table}: hai dòng cùng khóa ${key}. Chọn thêm cột khóa bằng &key=, hoặc bỏ dòng trùng.`,
      `${table}: two rows have the key ${key}. Add columns with &key=, or take the double out.`,
    ),
  damaged: ({ table, row }) =>
    say(
      `${table}: dữ liệu máy chủ gửi hỏng sau dòng ${count(row)}. Chạy lại cùng lệnh.`,
      `${table}: what the server sent is damaged after row ${count(row)}. Run the same command again.`,
    ),
};

const writeWords: Pick<
  Words,
  | 'target-exists'
  | 'name-too-long'
  | 'columns-exist'
  | 'table-changed'
  | 'not-a-plain-table'
  | 'triggers'
  | 'table-busy'
  | 'nothing-to-undo'
  | 'no-create'
  | 'not-owner'
  | 'changed-since-written'
  | 'used-by-others'
  | 'counts-differ'
> = {
  'target-exists': ({ target, ours }) =>
    ours === null
      ? say(
          `Bảng ${target} đã có và không phải do thuadat tạo. Chọn tên khác bằng --to.`,
          `Table ${target} exists and was not made by thuadat. Choose another name with --to.`,
        )
      : say(
          `Bảng ${target} đã có, ghi từ lượt chạy ${ours}. Bỏ nó bằng cùng lệnh kèm --undo, hoặc chọn tên khác bằng --to.`,
          `Table ${target} exists, written from run ${ours}. Take it back with the same command and --undo, or choose another name with --to.`,
        ),
  'name-too-long': ({ name }) =>
    say(
      `Tên “${name}” dài quá 63 byte của PostgreSQL. Chọn tên khác bằng --to.`,
      `The name "${name}" is longer than PostgreSQL's 63 bytes. Choose another with --to.`,
    ),
  'columns-exist': ({ table, columns }) =>
    say(
      `${table} đã có cột ${list(columns)}. Thêm --prefix, ví dụ --prefix moi_, để đặt tên cột mới khác đi.`,
      `${table} already has columns ${list(columns)}. Give the new ones other names with --prefix, such as --prefix moi_.`,
    ),
  'table-changed': ({ table, since }) =>
    say(
      `${table} đã thay đổi từ bản chụp ${since}. Lập kế hoạch lại từ bảng này (revert lượt cũ trước nếu đã áp dụng) rồi ghi lại.`,
      `${table} has changed since the snapshot ${since}. Plan from the table again (revert the old run first if it is applied), then write back.`,
    ),
  'not-a-plain-table': ({ table }) =>
    say(
      `${table} là truy vấn, khung nhìn hay bảng ngoài: không thêm cột vào được. Ghi ra bảng phụ bằng --to lược_đồ.bảng.`,
      `${table} is a query, a view or a foreign table: no column can be added. Write to a side table with --to schema.name.`,
    ),
  triggers: ({ table, triggers }) =>
    say(
      `${table} có trigger khi sửa dòng: ${list(triggers)}; chúng có thể đổi cột khác. Tắt chúng (alter table … disable trigger …) hoặc ghi ra bảng phụ.`,
      `${table} has triggers on update: ${list(triggers)}; they may change other columns. Disable them (alter table … disable trigger …), or write to a side table.`,
    ),
  'table-busy': ({ table }) =>
    say(
      `${table} đang được người khác dùng. Chờ họ xong rồi chạy lại cùng lệnh.`,
      `${table} is in use by somebody else. Wait until they are done and run the same command again.`,
    ),
  'nothing-to-undo': ({ target, found }) =>
    say(
      `Không có gì để hoàn tác ở ${target}: ${found === null ? 'không có bảng này' : `bảng không do lượt chạy này ghi (${found})`}. Nêu đúng --to, --in-place và lượt chạy như khi ghi.`,
      `There is nothing to undo at ${target}: ${found === null ? 'there is no such table' : `the table was not written from this run (${found})`}. Give --to, --in-place and the run as when writing.`,
    ),
  'no-create': ({ schema, user }) =>
    say(
      `Người dùng ${user} không được tạo bảng trong lược đồ ${schema}. Nhờ quản trị chạy: grant create on schema ${schema} to "${user}", hoặc ghi sang lược đồ khác bằng --to.`,
      `User ${user} may not create tables in schema ${schema}. Ask the administrator to run: grant create on schema ${schema} to "${user}", or write to another schema with --to.`,
    ),
  'not-owner': ({ table, user }) =>
    say(
      `Người dùng ${user} không phải chủ của ${table} nên không thêm cột được. Dùng chủ sở hữu bảng, hoặc ghi ra bảng phụ (bỏ --in-place).`,
      `User ${user} does not own ${table} and cannot add columns. Use its owner, or write to a side table (leave --in-place out).`,
    ),
  'changed-since-written': ({ table, backup, columns }) =>
    say(
      `${table} đã có dòng sửa sau khi ghi nên không hoàn tác tự động. Để giữ các sửa đổi đó, chỉ bỏ cột mới: alter table ${table} ${columns.map((name) => `drop column "${name}"`).join(', ')}; bản trước khi ghi còn trong ${backup}.`,
      `${table} has rows changed after writing, so it is not taken back by itself. To keep those changes drop the new columns only: alter table ${table} ${columns.map((name) => `drop column "${name}"`).join(', ')}; the state before writing is in ${backup}.`,
    ),
  'used-by-others': ({ target, found }) =>
    say(
      `${target} đang được đối tượng khác dùng: ${found}. Bỏ chúng trước rồi chạy lại.`,
      `${target} is used by other objects: ${found}. Drop those first, then run again.`,
    ),
  'counts-differ': ({ target, found, expected }) =>
    say(
      `${target}: ghi được ${count(found)} dòng, cần ${count(expected)}. Chưa ghi gì.`,
      `${target}: ${count(found)} rows were written, ${count(expected)} were expected. Nothing was written.`,
    ),
};

const WORDS: Words = { ...addressWords, ...tableWords, ...rowWords, ...writeWords };

export function tableMessage<K extends Kind>(fault: FaultOf<K>): string {
  const words = WORDS[fault.kind as K] as (each: FaultOf<K>) => string;
  return words(fault);
}

const USAGE: ReadonlySet<Kind> = new Set([
  'bad-address',
  'no-table-named',
  'table-and-query',
  'name-too-long',
]);
const FAILED: ReadonlySet<Kind> = new Set([
  'no-connection',
  'lost',
  'table-busy',
  'damaged',
  'counts-differ',
]);

/** The exit code that tells scripts what kind of fault it was. */
export const tableExit = ({ kind }: TableFault): number =>
  USAGE.has(kind) ? EXIT.usage : FAILED.has(kind) ? EXIT.failed : EXIT.refused;
