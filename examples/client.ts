// A token in source: its expiry matters less here than in a request that is about to be sent.
export const session = await connect('https://api.corp.io', {
  token: 'eyJhbGciOiJFZERTQSIsInR5cCI6IkpXVCIsImtpZCI6ImNvcnAtZWQyNTUxOSJ9.eyJpc3MiOiJodHRwczovL2xvZ2luLmNvcnAuaW8iLCJhdWQiOiJvcmRlcnMtYXBpIiwic3ViIjoidTE3Iiwic2NvcGUiOiJvcmRlcnM6cmVhZCBvcmRlcnM6d3JpdGUiLCJleHAiOjE3ODAyNjQ4MDB9.ujgOXUDlejIbiqnP2jVTBwIY3pePmrbm_g19v7Re9TvRyZVrxe-WLE-M6LCAqF0ag_iOjtewNvsFBGwNEIsjCw',
});
