using System.Reflection;
using DiploTracker.Http;

namespace DiploTracker.Projections;

/// <summary>
/// Names the method of the endpoint's class that adds a view's filters to a query; run on an empty query, it describes
/// them.
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
