using System.Reflection;
using DiploTracker.Http;

namespace DiploTracker.Projections;

/// <summary>
/// The filters of a view: a method of the endpoint's class, which asks the view and describes what it asks.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FiltersAttribute(string filters) : Attribute
{
    public IReadOnlyList<TakesQueryAttribute> FiltersOf(MethodInfo endpoint)
    {
        var query = new ProjectionQuery(QueryCollection.Empty);
        endpoint.DeclaringType!.GetMethod(filters, BindingFlags.Static | BindingFlags.NonPublic)!.Invoke(null, [query]);
        return query.Described;
    }
}
