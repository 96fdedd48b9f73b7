import * as vscode from 'vscode';

/** The log that services under test write to. VS Code shares log channels by name, so nobody disposes of it. */
export const log = vscode.window.createOutputChannel('JWT Inspector tests', { log: true });
