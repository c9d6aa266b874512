//! Planning, publishing and putting away courses.

use crate::{App, Error};
use postup_domain::access::{Actor, MayManageProgram};
use postup_domain::course::Course;
use postup_domain::id::CourseId;
use postup_persistence::course;

impl App {
    /// The course with its newest version, if it exists for the actor.
    pub async fn course(&self, actor: &Actor, id: CourseId) -> Result<Course, Error> {
        let seen = course::find(&self.reader(), &actor.sight(), id).await?;
        seen.ok_or(Error::Missing("course"))
    }

    /// The permit to change a course, and the course as it stands.
    pub async fn may_manage_course(
        &self,
        actor: &Actor,
        id: CourseId,
    ) -> Result<(MayManageProgram, Course), Error> {
        let course = self.course(actor, id).await?;
        let permit = self.may_manage_program(actor, course.program).await?;
        Ok((permit, course))
    }
}
