using System.Text.Json.Nodes;
using DiploTracker.Client.Generator;

if (args is not [var description, var output])
{
    Console.Error.WriteLine("Give the API description and the file to write.");
    return 2;
}
var api = JsonNode.Parse(File.ReadAllText(description))!;
File.WriteAllText(output, Commands.Of(api) + Operations.Of(api));
return 0;
