// Packs what npm is given, the package and its native part for one platform, and lays an empty project that uses it:
//
//     node scripts/stage.mjs FOLDER LIBRARY PLATFORM
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [folder, library, platform] = process.argv.slice(2);
const root = fileURLToPath(new URL('../', import.meta.url));
const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
const write = (path, value) => writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);
const licences = ['LICENSE-APACHE', 'LICENSE-MIT'];

/** The package as it is published: with its native parts, one of which npm installs, and without what only its making needs. */
function stageMain() {
  const to = join(folder, 'kitaab');
  for (const name of ['lib', 'README.md']) cpSync(join(root, name), join(to, name), { recursive: true });
  const { scripts, devDependencies, napi, ...manifest } = read(join(root, 'package.json'));
  const parts = readdirSync(join(root, 'npm')).map((name) => [`kitaab-${name}`, manifest.version]);
  write(join(to, 'package.json'), { ...manifest, optionalDependencies: Object.fromEntries(parts) });
  return to;
}

function stagePart() {
  const to = join(folder, `kitaab-${platform}`);
  cpSync(join(root, 'npm', platform), to, { recursive: true });
  const part = read(join(to, 'package.json'));
  const { version } = read(join(root, 'package.json'));
  if (part.version !== version) throw new Error(`${part.name} has the version ${part.version}, and not ${version}`);
  cpSync(library, join(to, part.main));
  return to;
}

for (const staged of [stageMain(), stagePart()]) {
  for (const licence of licences) cpSync(join(root, '../..', licence), join(staged, licence));
  execFileSync('npm', ['pack', '--silent', staged], { cwd: folder, stdio: 'inherit', shell: process.platform === 'win32' });
}

const project = join(folder, 'project');
mkdirSync(project);
write(join(project, 'package.json'), { name: 'project', version: '1.0.0', private: true, type: 'module' });
const [, example] = /```js\n(.*?)```/s.exec(readFileSync(join(root, 'README.md'), 'utf8'));
writeFileSync(join(project, 'index.js'), example);
