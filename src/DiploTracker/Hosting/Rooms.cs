using DiploTracker.Actors;
using DiploTracker.Audit;
using DiploTracker.Backups;
using DiploTracker.Briefs;
using DiploTracker.Demo;
using DiploTracker.Desk;
using DiploTracker.Forgetting;
using DiploTracker.Hosting.Health;
using DiploTracker.Live;
using DiploTracker.Nodes;
using DiploTracker.Projections;
using DiploTracker.Recording;
using DiploTracker.Reports;
using DiploTracker.Sealing;

namespace DiploTracker.Hosting;

/// <summary>The rooms of the tracker that bring services of their own.</summary>
internal static class Rooms
{
    // Services added first start first and stop last: work that follows the log has ended when the leases are released.
    public static void AddRooms(this WebApplicationBuilder builder)
    {
        builder.AddHealth();
        builder.AddSealing();
        builder.AddRecording();
        builder.AddActors();
        builder.AddReports();
        builder.AddForgetting();
        builder.AddDemo();
        builder.AddNodes();
        builder.AddAudit();
        builder.AddBackups();
        builder.AddViews();
        builder.AddFeed();
        builder.AddBriefs();
        builder.AddDesk();
    }
}
