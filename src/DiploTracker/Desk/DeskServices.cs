using DiploTracker.Desk.Changes;
using DiploTracker.Desk.Correction;
using DiploTracker.Desk.Entry;
using DiploTracker.Desk.Facts;
using DiploTracker.Desk.List;
using DiploTracker.Desk.Negotiation;
using DiploTracker.Desk.Owed;
using DiploTracker.Desk.Queue;
using DiploTracker.Desk.Search;
using DiploTracker.Desk.Times;
using DiploTracker.Desk.Today;

namespace DiploTracker.Desk;

/// <summary>The desk: the pages on which people follow and record negotiations.</summary>
internal static class DeskServices
{
    public static void AddDesk(this WebApplicationBuilder builder)
    {
        builder.Services.AddRazorComponents();
        builder.Services.AddLocalization();
        builder.Services.AddHttpContextAccessor();
    }

    public static void MapDesk(this WebApplication app)
    {
        app.UseDeskAssets();
        TodayScreen.Map(app);
        ListScreen.Map(app);
        NegotiationScreen.Map(app);
        TimesScreen.Map(app);
        ChangesScreen.Map(app);
        FactsScreen.Map(app);
        SearchScreen.Map(app);
        OwedScreen.Map(app);
        EntryScreen.Map(app);
        QueueScreen.Map(app);
        CorrectionScreen.Map(app);
        DeskForms.Map(app);
    }
}
