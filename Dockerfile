# The tracker alone; the database is a server of its own (docker-compose.yml).
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
# What decides the packages first: they are restored anew only when it changes.
COPY global.json Directory.Build.props Directory.Build.targets Directory.Packages.props .editorconfig ./
COPY src/DiploTracker.Audit/ src/DiploTracker.Audit/
COPY src/DiploTracker.Dates/ src/DiploTracker.Dates/
COPY src/DiploTracker/DiploTracker.csproj src/DiploTracker/Publish.targets src/DiploTracker/packages.lock.json src/DiploTracker/
RUN dotnet restore src/DiploTracker --locked-mode -p:_IsPublishing=true -p:Configuration=Release
COPY src/DiploTracker/ src/DiploTracker/
RUN dotnet publish src/DiploTracker --no-restore --configuration Release --output /tracker

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /tracker
COPY --from=build /tracker ./
RUN install -d -m 700 -o $APP_UID /data
ENV ASPNETCORE_URLS=http://+:8080
EXPOSE 8080
USER $APP_UID
# The image has no curl: the tracker asks itself, in the same binary.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["./DiploTracker", "health"]
ENTRYPOINT ["./DiploTracker"]
