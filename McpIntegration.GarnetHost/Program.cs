using Garnet;

// A server that speaks Redis, as a process, for machines without containers. The arguments are Garnet's own.
using var server = new GarnetServer(args);
server.Start();
await Task.Delay(Timeout.Infinite);
