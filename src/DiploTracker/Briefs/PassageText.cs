using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace DiploTracker.Briefs;

/// <summary>
/// A passage in HTML: what is data is isolated, so that its direction does not rearrange the sentence around it.
/// </summary>
public sealed class PassageText : ComponentBase
{
    [Parameter, EditorRequired]
    public required Passage Of { get; set; }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        foreach (var run in Of.Runs)
        {
            if (run.Kind == RunKind.Words)
            {
                builder.AddContent(0, run.Text);
                continue;
            }
            // The marks are ours: in the quoted words they would turn round with the direction.
            builder.AddContent(0, run.Kind == RunKind.Quote ? "“" : "");
            builder.OpenElement(1, run.Kind == RunKind.Id ? "code" : "bdi");
            builder.AddAttribute(2, "dir", run.Kind == RunKind.Id ? "ltr" : "auto");
            if (run.Language is { } language)
                builder.AddAttribute(3, "lang", language);
            builder.AddContent(4, run.Text);
            builder.CloseElement();
            builder.AddContent(5, run.Kind == RunKind.Quote ? "”" : "");
        }
    }
}
