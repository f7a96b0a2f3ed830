using System.Text.Json.Nodes;
using DiploTracker.Client.Generator;

if (args is not [var description, var output])
{
    Console.Error.WriteLine("Give the API description and the file to write.");
    return 2;
}
File.WriteAllText(output, Commands.Of(JsonNode.Parse(File.ReadAllText(description))!));
return 0;
