namespace DiploTracker.Views;

/// <summary>The views of this program: every <see cref="View"/> there is in it.</summary>
public sealed class ViewCatalogue
{
    public ViewCatalogue() : this([.. typeof(View).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(View)) && !type.IsAbstract)
        .Select(type => (View)Activator.CreateInstance(type)!)])
    {
    }

    internal ViewCatalogue(IReadOnlyList<View> views) => All = [.. views.OrderBy(view => view.Name, StringComparer.Ordinal)];

    public IReadOnlyList<View> All { get; }

    public View? Named(string name) => All.FirstOrDefault(view => view.Name == name);

    internal View Get<TView>() where TView : View => All.OfType<TView>().Single();
}
