using DiploTracker.Database;
using JasperFx.CommandLine;
using Marten;

namespace DiploTracker.Projections;

public enum ViewsAction { list, rebuild, compare, retry }

public sealed class ViewsInput : NetCoreInput
{
    [Description("list, rebuild, compare or retry")]
    public ViewsAction Action { get; set; }

    [Description("The name of the view")]
    public string Name { get; set; } = "";
}

/// <summary>
/// <c>views list</c>, <c>views rebuild NAME</c>, <c>views compare NAME</c>, <c>views retry NAME</c>: shows the state of
/// the views and repairs one.
/// </summary>
[Description("Lists the views with position, lag, version and state; rebuilds one beside the old; compares one with the log; tries again what one leaves out", Name = "views")]
public sealed class ViewsCommand : JasperFxAsyncCommand<ViewsInput>
{
    public ViewsCommand()
    {
        Usage("List the views").Arguments(input => input.Action);
        Usage("Rebuild or compare one, or try again what it leaves out").Arguments(input => input.Action, input => input.Name);
    }

    public override async Task<bool> Execute(ViewsInput input)
    {
        using var host = input.BuildHost();
        try
        {
            await host.Services.GetRequiredService<IDocumentStore>().Storage.ApplyAllConfiguredChangesToDatabaseAsync();
            return await host.Services.GetRequiredService<ProjectionTool>().Run(input.Action, input.Name, Console.Out, CancellationToken.None);
        }
        catch (Exception failure) when (DatabaseFailure.Of(failure) is { } known)
        {
            await Console.Error.WriteLineAsync($"views {input.Action} did not end: {known.Reason} Run it again when the database answers.");
            return false;
        }
    }
}
