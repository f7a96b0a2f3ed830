using System.Reflection;
using System.Text;
using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

/// <summary>All commands and events, found once in this assembly: a new one needs no registration.</summary>
public static class Language
{
    /// <summary>
    /// The commands by the name under which they are sent: <c>ScheduleMeeting</c>. Those that are not public cannot be
    /// sent.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, Type> Commands = Concrete<Command>().Where(type => type.IsPublic).ToDictionary(type => type.Name);

    /// <summary>The same by the last segment of their route: <c>schedule-meeting</c>.</summary>
    public static readonly IReadOnlyDictionary<string, Type> Routes = Commands.Values.ToDictionary(type => Kebab(type.Name));

    /// <summary>The events by the name under which they are stored: <c>meeting-scheduled.v1</c>.</summary>
    public static readonly IReadOnlyDictionary<string, Type> Events = Concrete<DomainEvent>().ToDictionary(StoredName);

    private static readonly Dictionary<Type, string> Names = Events.ToDictionary(pair => pair.Value, pair => pair.Key);

    public static string NameOf(DomainEvent @event) => NameOf(@event.GetType());

    public static string NameOf(Type @event) => Names[@event];

    /// <summary>The stored name of the event that a command produces.</summary>
    public static string EventOf(Type command) => NameOf(command.GetCustomAttribute<RecordsAttribute>()!.Event);

    /// <summary>The codes of refusal that a command declares, with those common to all commands.</summary>
    public static IEnumerable<string> RefusalsOf(Type command) => command
        .GetCustomAttributes<RefusesAttribute>(inherit: true)
        .SelectMany(refuses => refuses.Codes)
        .Where(code => command != typeof(OpenNegotiation) || code != Problems.NegotiationNotOpen.Code);

    public static string Kebab(string name)
    {
        var kebab = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && kebab.Length > 0)
                kebab.Append('-');
            kebab.Append(char.ToLowerInvariant(letter));
        }
        return kebab.ToString();
    }

    private static IEnumerable<Type> Concrete<T>() =>
        typeof(T).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(T)) && !type.IsAbstract).OrderBy(type => type.Name, StringComparer.Ordinal);

    private static string StoredName(Type type) =>
        type.GetCustomAttribute<StoredAsAttribute>()?.Name ?? throw new InvalidOperationException($"{type.Name} has no stored name; give it [StoredAs].");
}
