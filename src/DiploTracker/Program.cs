using DiploTracker.Hosting;

if (args is ["health"])
    return await HealthProbe.Ask();

try
{
    var builder = Tracker.CreateBuilder(args);
    builder.ListenOnLoopback(args);
    await using var database = await builder.AddDatabase(args);
    builder.AddEventStore();
    builder.AddRooms();
    builder.AddHttpApi();

    await using var app = builder.Build();
    app.MapHttpApi();
    return await app.RunTracker(args);
}
catch (Exception failure) when (Tracker.Mendable(failure) is { } message)
{
    await Console.Error.WriteLineAsync(message);
    return 1;
}
