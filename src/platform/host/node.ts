/** The value of an environment variable of the machine the extension runs on. */
export function environmentVariable(name: string): string | undefined {
  return process.env[name];
}
