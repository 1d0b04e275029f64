'use strict';

/** Whether this Linux has musl for its C library. Node tells which glibc it was started with, if it was. */
function hasMusl() {
  return !process.report.getReport().header.glibcVersionRuntime;
}

/** The platform, as the packages with the native part name it: `linux-x64-gnu`. */
function platform() {
  const system = `${process.platform}-${process.arch}`;
  if (process.platform === 'linux') return `${system}-${hasMusl() ? 'musl' : 'gnu'}`;
  return process.platform === 'win32' ? `${system}-msvc` : system;
}

/** Loads the native part: one built here, else that of the package for this platform. */
function load() {
  const name = platform();
  try {
    return require(`../kitaab.${name}.node`);
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
  }
  try {
    return require(`kitaab-${name}`);
  } catch (cause) {
    const advice = 'install it again, without leaving out optional dependencies';
    throw new Error(`kitaab has no native part for ${name}: ${advice}`, { cause });
  }
}

module.exports = load();
