using DiploTracker.Hosting;
using JasperFx;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton(Npgsql.NpgsqlDataSource.Create(builder.Configuration.GetConnectionString("DiploTracker")!));
builder.Services.AddEventStore();
builder.AddHttpApi();

var app = builder.Build();
app.MapHttpApi();
return await app.RunJasperFxCommands(args);
