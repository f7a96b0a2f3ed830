using Microsoft.AspNetCore.Http.Features;

namespace DiploTracker.Http;

/// <summary>
/// HEAD wherever there is GET (RFC 9110, 9.3.2): the same answer, of which the server sends only the head.
/// </summary>
internal sealed class HeadRequests : IStartupFilter
{
    /// <summary>
    /// Whether only the head of the answer is requested. An answer that is endless or takes long is then not begun.
    /// </summary>
    public static bool AsksHead(HttpContext context) => context.Items.ContainsKey(typeof(HeadRequests));

    // Before routing, which knows only the methods that an endpoint declares.
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, then) =>
        {
            if (!HttpMethods.IsHead(context.Request.Method))
                return then(context);
            context.Request.Method = HttpMethods.Get;
            context.Items[typeof(HeadRequests)] = true;
            context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null, context.Features.GetRequiredFeature<IHttpResponseBodyFeature>()));
            return then(context);
        });
        next(app);
    };
}
