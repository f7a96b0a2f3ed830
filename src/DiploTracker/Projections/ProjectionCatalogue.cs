namespace DiploTracker.Projections;

/// <summary>The views of this program: every concrete <see cref="Projection"/> in the assembly.</summary>
public sealed class ProjectionCatalogue
{
    public ProjectionCatalogue() : this([.. typeof(Projection).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(Projection)) && !type.IsAbstract)
        .Select(type => (Projection)Activator.CreateInstance(type)!)])
    {
    }

    internal ProjectionCatalogue(IReadOnlyList<Projection> views) => All = [.. views.OrderBy(view => view.Name, StringComparer.Ordinal)];

    public IReadOnlyList<Projection> All { get; }

    public Projection? Named(string name) => All.FirstOrDefault(view => view.Name == name);

    internal Projection Get<TView>() where TView : Projection => All.OfType<TView>().Single();
}
