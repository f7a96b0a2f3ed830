using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using DiploTracker.Kernel;

namespace DiploTracker.Hosting.OpenApi;

/// <summary>
/// The XML comments of the tracker and of its dates as plain text, from the files that the compiler wrote beside them.
/// </summary>
internal sealed partial class XmlDocs
{
    private readonly Dictionary<string, XElement> _members;

    private XmlDocs(Dictionary<string, XElement> members) => _members = members;

    /// <summary>Without the files nothing has a description; the document is still correct.</summary>
    public static XmlDocs OfTheTracker() => new(new[] { typeof(XmlDocs), typeof(Edtf) }
        .Select(type => Path.Combine(AppContext.BaseDirectory, $"{type.Assembly.GetName().Name}.xml"))
        .Where(File.Exists)
        .SelectMany(file => XDocument.Load(file).Descendants("member"))
        .DistinctBy(member => member.Attribute("name")!.Value) // code made by generators is in both
        .ToDictionary(member => member.Attribute("name")!.Value));

    public string? Summary(Type type) => Text(Find($"T:{NameOf(type)}")?.Element("summary"));

    /// <summary>The summary of a property; that of a record's parameter is the record's param tag.</summary>
    public string? Summary(MemberInfo property) =>
        Text(Find($"P:{NameOf(property.DeclaringType!)}.{property.Name}")?.Element("summary"))
        ?? Text(Find($"T:{NameOf(property.DeclaringType!)}")?.Elements("param")
            .FirstOrDefault(param => param.Attribute("name")?.Value == property.Name));

    public string? Summary(MethodInfo method)
    {
        var name = $"M:{NameOf(method.DeclaringType!)}.{method.Name}";
        return Text(_members
            .FirstOrDefault(member => member.Key == name || member.Key.StartsWith(name + "(", StringComparison.Ordinal))
            .Value?.Element("summary"));
    }

    private XElement? Find(string name) => _members.GetValueOrDefault(name);

    private static string NameOf(Type type) =>
        (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private static string? Text(XElement? element) => element is null
        ? null
        : Spaces().Replace(string.Concat(element.Nodes().Select(Text)), " ").Trim();

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "paramref" } reference => $"`{Camel(reference.Attribute("name")!.Value)}`",
        XElement reference when reference.Attribute("cref") is { } cref => cref.Value[(cref.Value.LastIndexOf('.') + 1)..],
        XElement other => string.Concat(other.Nodes().Select(Text)),
        _ => "",
    };

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
