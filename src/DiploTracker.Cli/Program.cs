using DiploTracker.Cli;

return await Tool.RunAsync(args, Terminal.OfThisProcess());
