/** What VS Code knows the panel by when it brings it back after a reload. */
export const viewType = 'jwtInspector.panel';
