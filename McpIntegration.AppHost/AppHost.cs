var builder = DistributedApplication.CreateBuilder(args);

builder.AddProject<Projects.McpIntegration_McpServer>("mcp-server").WithHttpHealthCheck("/health");

builder.Build().Run();
