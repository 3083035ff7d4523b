// Appointments, series, meetings.
const {
  Appointment, BasePropertySet, CalendarView, ConflictResolutionMode, DateTime, DayOfTheWeek, DayOfTheWeekIndex,
  DeleteMode, ItemSchema, ItemView, MeetingCancellation, MeetingRequest, MeetingResponse, MessageBody, Month,
  PropertySet, Recurrence, SearchFilter, SendCancellationsMode, SendInvitationsMode, SendInvitationsOrCancellationsMode,
  WellKnownFolderName, AppointmentSchema,
} = require("ews-javascript-api");

const { Inbox, Calendar } = WellKnownFolderName;
const everything = new PropertySet(BasePropertySet.FirstClassProperties);
const day = (number, hour = 0) => new DateTime(2027, 2, number, hour, 0, 0);
const told = (date) => date.ToISOString().slice(0, 16);

const PATTERNS = {
  daily: () => new Recurrence.DailyPattern(day(1), 2),
  weekly: () => new Recurrence.WeeklyPattern(day(1), 2, [DayOfTheWeek.Monday, DayOfTheWeek.Friday]),
  monthly: () => new Recurrence.MonthlyPattern(day(1), 1, 15),
  relativeMonthly: () => new Recurrence.RelativeMonthlyPattern(day(1), 1, DayOfTheWeek.Tuesday, DayOfTheWeekIndex.Second),
  yearly: () => new Recurrence.YearlyPattern(day(1), Month.March, 3),
  relativeYearly: () =>
    new Recurrence.RelativeYearlyPattern(day(1), Month.March, DayOfTheWeek.Weekday, DayOfTheWeekIndex.Last),
};

async function made(service, subject, fill, mode = SendInvitationsMode.SendToNone) {
  const appointment = new Appointment(service);
  appointment.Subject = subject;
  appointment.Start = day(1, 9);
  appointment.End = day(1, 10);
  fill(appointment);
  await appointment.Save(mode);
  return appointment;
}

async function arrived(service, kind) {
  const { Items } = await service.FindItems(Inbox, new ItemView(20));
  return Items.filter((item) => item instanceof kind);
}

module.exports = {
  async patterns(service) {
    const seen = {};
    for (const [name, pattern] of Object.entries(PATTERNS)) {
      const series = await made(service, name, (it) => {
        it.Recurrence = pattern();
        it.Recurrence.NumberOfOccurrences = 3;
      });
      const bound = await Appointment.Bind(service, series.Id, everything);
      const second = await Appointment.BindToOccurrence(service, series.Id, 2);
      const master = await Appointment.BindToRecurringMaster(service, second.Id);
      const starts = [bound.FirstOccurrence.Start, second.Start, bound.LastOccurrence.Start].map(told);
      seen[name] = [bound.Recurrence.constructor.name, starts, master.Id.UniqueId === series.Id.UniqueId];
    }
    return seen;
  },

  async occurrences(service) {
    const series = await made(service, "Daily", (it) => {
      it.Recurrence = new Recurrence.DailyPattern(day(1), 1);
      it.Recurrence.NumberOfOccurrences = 5;
    });
    const third = await Appointment.BindToOccurrence(service, series.Id, 3);
    third.Subject = "Later";
    third.Start = day(3, 12);
    third.End = day(3, 13);
    await third.Update(ConflictResolutionMode.AlwaysOverwrite, SendInvitationsOrCancellationsMode.SendToNone);
    const fourth = await Appointment.BindToOccurrence(service, series.Id, 4);
    await fourth.Delete(DeleteMode.MoveToDeletedItems, SendCancellationsMode.SendToNone);
    const master = await Appointment.Bind(service, series.Id, everything);
    const view = await service.FindAppointments(Calendar, new CalendarView(day(1), day(10)));
    const gone = await Appointment.BindToOccurrence(service, series.Id, 4).catch((error) => error.message);
    return {
      view: view.Items.map(({ Subject, Start }) => [Subject, told(Start)]),
      changed: master.ModifiedOccurrences.Count,
      deleted: master.DeletedOccurrences.Count,
      gone,
    };
  },

  async everyAppointmentProperty(service) {
    const appointment = await made(service, "Known", () => {});
    const known = Object.getOwnPropertyNames(AppointmentSchema)
      .map((name) => AppointmentSchema[name])
      .filter((property) => property?.uri);
    const bound = await Appointment.Bind(service, appointment.Id, new PropertySet(BasePropertySet.IdOnly, known));
    return { known: known.length, duration: bound.Duration.TotalMinutes };
  },

  async meetings(service, { guest, other, room, guestToken, otherToken }, as) {
    const [guests, others] = [as(guestToken), as(otherToken)];
    const meeting = await made(
      service,
      "Plans",
      (it) => {
        it.RequiredAttendees.Add(guest);
        it.OptionalAttendees.Add(other);
        it.Resources.Add(room);
      },
      SendInvitationsMode.SendToAllAndSaveCopy,
    );
    const [invitation] = await arrived(guests, MeetingRequest);
    await (await MeetingRequest.Bind(guests, invitation.Id, everything)).Accept(true);
    const [second] = await arrived(others, MeetingRequest);
    const decline = (await MeetingRequest.Bind(others, second.Id)).CreateDeclineMessage();
    decline.Body = new MessageBody("No time");
    await decline.SendAndSaveCopy();
    const responses = await arrived(service, MeetingResponse);
    const tracked = await Appointment.Bind(service, meeting.Id, everything);
    const { RequiredAttendees, OptionalAttendees, Resources } = tracked;
    tracked.Location = "Elsewhere";
    await tracked.Update(ConflictResolutionMode.AutoResolve, SendInvitationsOrCancellationsMode.SendToAllAndSaveCopy);
    const [update] = await arrived(guests, MeetingRequest);
    await (await Appointment.Bind(service, meeting.Id)).CancelMeeting("Off");
    const [cancellation] = await arrived(guests, MeetingCancellation);
    await (await MeetingCancellation.Bind(guests, cancellation.Id)).RemoveMeetingFromCalendar();
    const left = await guests.FindAppointments(Calendar, new CalendarView(day(1), day(10)));
    return {
      responses: responses.map(({ Subject }) => Subject).sort(),
      tracked: [RequiredAttendees, OptionalAttendees, Resources].map(({ Items }) => Items[0].ResponseType),
      updated: (await MeetingRequest.Bind(guests, update.Id).catch(() => null)) === null,
      cancellation: cancellation.Subject,
      left: left.Items.length,
    };
  },
};
