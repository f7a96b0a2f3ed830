using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.Hosting.OpenApi;

/// <summary>
/// The methods of this assembly that a request can come by, and the problems that they name: read from the compiled code,
/// so that what is described is what can happen.
/// </summary>
internal sealed class Reach
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private readonly List<Type> _commands;
    private readonly List<MethodInfo> _rules = [];
    private readonly HashSet<MethodBase> _methods = [];
    private readonly Queue<MethodBase> _waiting = [];
    private readonly SortedDictionary<string, Problem> _problems = new(StringComparer.Ordinal);

    private Reach(IEnumerable<Type> commands) => _commands = [.. commands];

    public IEnumerable<Problem> Problems => _problems.Values;

    /// <param name="from">The method of an endpoint.</param>
    /// <param name="commands">The commands that the request may bring: only their rules are looked at.</param>
    public static Reach From(MethodInfo from, IEnumerable<Type> commands)
    {
        var reach = new Reach(commands);
        reach.Add(from);
        while (reach._waiting.TryDequeue(out var method))
            reach.Follow(method);
        return reach;
    }

    /// <summary>The event that a command gives, by the name under which it is stored.</summary>
    public static string? EventOf(Type command)
    {
        var (rule, reach) = (typeof(Command).GetMethod(nameof(Command.Decide), [typeof(Negotiation)])!, new Reach([command]));
        reach.Add(rule);
        foreach (var judge in typeof(RecordCommand).GetMethods().Where(method => method.IsAbstract && method.Name == rule.Name))
            reach.Add(judge);
        while (reach._waiting.TryDequeue(out var method))
            reach.Follow(method);
        return reach._methods.OfType<ConstructorInfo>()
            .Select(made => made.DeclaringType!.GetCustomAttribute<StoredAsAttribute>()?.Name)
            .FirstOrDefault(name => name is not null);
    }

    public IEnumerable<T> Attributes<T>() where T : Attribute => _methods.SelectMany(method => method.GetCustomAttributes<T>());

    private void Add(MethodBase method)
    {
        if (method.Module != typeof(Reach).Module || IsOfOtherCommands(method))
            return;
        if (method is MethodInfo { IsVirtual: true } rule && typeof(Command).IsAssignableFrom(method.DeclaringType))
            AddRule(rule);
        else
            Enqueue(method);
        // A command made of another one, or an answer, is called later by its base or interface.
        if (method is ConstructorInfo { DeclaringType: { } made })
        {
            if (made.IsSubclassOf(typeof(Command)) && !made.IsAbstract)
                AddCommand(made);
            if (made.IsAssignableTo(typeof(IResult)))
                Add(made.GetMethod(nameof(IResult.ExecuteAsync), Any)!);
        }
    }

    private void AddRule(MethodInfo rule)
    {
        if (_rules.Exists(known => known.GetBaseDefinition() == rule.GetBaseDefinition()))
            return;
        _rules.Add(rule);
        foreach (var command in _commands.ToList())
            Enqueue(command, rule);
    }

    private void AddCommand(Type command)
    {
        if (_commands.Contains(command))
            return;
        _commands.Add(command);
        foreach (var rule in _rules.ToList())
            Enqueue(command, rule);
    }

    private void Enqueue(Type command, MethodInfo rule)
    {
        foreach (var own in command.GetMethods(Any).Where(own => own.GetBaseDefinition() == rule.GetBaseDefinition()))
            Enqueue(own);
    }

    private void Enqueue(MethodBase method)
    {
        if (!_methods.Add(method))
            return;
        _waiting.Enqueue(method);
        // What runs behind an async method stands in its state machine; what runs behind a queue, in the service's loop.
        if (method.GetCustomAttribute<StateMachineAttribute>() is { } machine)
            Add(machine.StateMachineType.GetMethod("MoveNext", Any) ?? machine.StateMachineType.GetMethod("MoveNextAsync", Any)!);
        if (method.DeclaringType!.IsSubclassOf(typeof(BackgroundService)))
            Add(method.DeclaringType.GetMethod("ExecuteAsync", Any)!);
    }

    // The timeline asks every command's event whether it is a correction; only one command gives it.
    private bool IsOfOtherCommands(MethodBase method) =>
        !_commands.Contains(typeof(Correct)) && method.GetParameters().Any(parameter => parameter.ParameterType == typeof(RecordCorrected));

    private void Follow(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } code)
            return;
        foreach (var (operand, token) in Instructions.TokensOf(code))
            if (operand == OperandType.InlineMethod)
                Add(Resolve(method, (module, types, methods) => module.ResolveMethod(token, types, methods)!));
            else if (Resolve(method, (module, types, methods) => module.ResolveField(token, types, methods)!) is { IsStatic: true } field
                && field.FieldType == typeof(Problem) && field.GetValue(null) is Problem problem)
                _problems[problem.Code] = problem;
    }

    private static T Resolve<T>(MethodBase method, Func<Module, Type[]?, Type[]?, T> resolve) => resolve(
        method.Module,
        method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null,
        method.IsGenericMethod ? method.GetGenericArguments() : null);
}
