// Activates the built extension without VS Code around it, once, and writes how many milliseconds that took, loading included.
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
const milliseconds = performance.now() - start;

if (api.version !== 1) throw new Error('The extension did not activate.');
process.stdout.write(String(milliseconds));
