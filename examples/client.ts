// A token in source: its expiry matters less here than in a request that is about to be sent.
export const session = await connect('https://api.corp.io', {
  token: 'eyJhbGciOiJFZERTQSIsInR5cCI6IkpXVCIsImtpZCI6ImNvcnAtZWQyNTUxOSJ9.eyJpc3MiOiJodHRwczovL2xvZ2luLmNvcnAuaW8iLCJhdWQiOiJvcmRlcnMtYXBpIiwic3ViIjoidTE3Iiwic2NvcGUiOiJvcmRlcnM6cmVhZCBvcmRlcnM6d3JpdGUiLCJleHAiOjE3ODAyNjQ4MDB9.9WGTqwCyNEw7x_fxGsAy0qbJzhUryf-DYiK9IHqijvWLF8nWiLP8WmEOSPx7fgfTAlEIDx-pbNkvVtmd9J95Aw',
});
