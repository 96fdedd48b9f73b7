// Activates the built extension without VS Code around it, once, and writes how many milliseconds that took, loading
// included, and how many more the extension takes behind it to open once there is something to do.
const Module = require('node:module');

/** Stands for all of VS Code, with nothing open and nothing set: it can be called, made, read and walked through. */
const anything = new Proxy(function stub() {}, {
  get(target, name) {
    if (name === 'prototype') return target.prototype;
    if (name === Symbol.iterator) return () => [].values();
    return name === Symbol.toPrimitive ? () => '' : anything;
  },
  apply: () => anything,
  construct: () => anything,
});

const { require: load } = Module.prototype;
Module.prototype.require = function requireOrStub(name) {
  // An object that inherits everything, since a bundle copies what a module has of its own.
  return name === 'vscode' ? Object.create(anything) : load.call(this, name);
};

const start = performance.now();
const api = require('../../dist/extension.js').activate(anything);
const activated = performance.now();

if (api.version !== 1) throw new Error('The extension did not activate.');

const { late } = require('../../dist/web/extension.js');
late().compose(anything, anything);
const opened = performance.now();

process.stdout.write(JSON.stringify([activated - start, opened - activated]));
process.exit();
